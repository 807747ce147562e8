import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { resourceMetadataUrls } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/serves-resource-metadata',
  title: 'The protected resource metadata is at its well-known place, as JSON',
  clauses: ['rfc9728/well-known-path', 'rfc9728/metadata-200-json', 'mcp/authz/prm-implemented'],
  async run(world) {
    const answer = await world.http.get(resourceMetadataUrls(world.mcpUrl)[0]!);
    expect.status(answer, 200);
    const type = answer.headers['content-type'] ?? 'none';
    expect.that(/^application\/json\b/i.test(type), { expected: 'application/json', seen: type, at: answer });
    answer.json();
  },
  remedy: 'Serve the metadata at /.well-known/oauth-protected-resource followed by the path of the MCP URL.',
  mutants: [
    {
      name: 'serves-resource-metadata-at-the-root-only',
      rewrites: rewriteJson('/.well-known/oauth-protected-resource/mcp', () => ({
        status: 404,
        body: { error: 'not_found' },
      })),
    },
  ],
});
