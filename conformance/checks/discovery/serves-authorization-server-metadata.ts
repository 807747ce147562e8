import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { serverMetadataUrls } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/serves-authorization-server-metadata',
  title: 'The authorization server’s metadata is at a well-known place of its issuer, as JSON',
  clauses: [
    'rfc8414/well-known-location',
    'rfc8414/metadata-200',
    'rfc8414/metadata-json',
    'rfc9700/metadata-published',
    'mcp/authz/as-metadata-published',
    'mcp-2025-06-18/authz/as-rfc8414-metadata-only',
  ],
  blame: 'authorization-server',
  async run(world) {
    const issuer = String((await world.discovery()).resourceMetadata?.doc.authorization_servers?.[0] ?? world.origin);
    const urls = serverMetadataUrls(URL.canParse(issuer) ? issuer : world.origin);
    const get = (url: string) => world.http.get(url, { accept: 'application/json' });
    let answer = await get(urls[0]!);
    // Since 2025-11-25 the OpenID document of the same issuer is as good.
    const others = world.era >= '2025-11-25' ? urls.slice(1) : [];
    for (const url of others) {
      if (answer.status === 200) break;
      const other = await get(url);
      if (other.status === 200) answer = other;
    }
    expect.status(answer, 200);
    const type = answer.headers['content-type'] ?? 'none';
    expect.that(/^application\/json\b/i.test(type), { expected: 'application/json', seen: type, at: answer });
    answer.json();
  },
  remedy:
    'Serve the metadata at /.well-known/oauth-authorization-server as application/json, with the path of the issuer behind it if it has one.',
  mutants: [
    {
      name: 'serves-server-metadata-as-text',
      rewrites: rewriteJson('/.well-known/oauth-authorization-server', (_body, { headers }) => ({
        headers: { ...headers, 'content-type': 'text/plain' },
      })),
    },
  ],
});
