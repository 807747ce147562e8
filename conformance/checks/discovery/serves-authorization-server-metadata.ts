import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { serverMetadataUrls } from '../../verbs/discover.ts';
import { rewriteJson } from '../rewrites.ts';

export default check({
  id: 'discovery/serves-authorization-server-metadata',
  title: 'The authorization server’s metadata is at the place of RFC 8414, as JSON',
  clauses: [
    'rfc8414/well-known-location',
    'rfc8414/metadata-200',
    'rfc8414/metadata-json',
    'rfc9700/metadata-published',
    'mcp-2025-11-25/authz/as-metadata-published',
    'mcp-2026-07-28/authz/as-metadata-published',
    'mcp-2025-06-18/authz/as-rfc8414-metadata-only',
  ],
  level: 'MUST',
  blame: 'authorization-server',
  applies: { needs: ['oauth'] },
  async run(world) {
    const issuer = String((await world.discovery()).resourceMetadata?.doc.authorization_servers?.[0] ?? world.origin);
    const answer = await world.http.get(serverMetadataUrls(issuer)[0]!, { accept: 'application/json' });
    expect.status(answer, 200);
    const type = answer.headers['content-type'] ?? 'none';
    expect.that(/^application\/json\b/i.test(type), { expected: 'application/json', seen: type, at: answer });
    answer.json();
  },
  remedy:
    'Serve the metadata at /.well-known/oauth-authorization-server, with the path of the issuer behind it if it has one.',
  mutants: [
    {
      name: 'publishes-openid-metadata-alone',
      rewrites: rewriteJson('/.well-known/oauth-authorization-server', () => ({
        status: 404,
        body: { error: 'not_found' },
      })),
    },
  ],
});
