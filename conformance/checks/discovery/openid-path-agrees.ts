import { Blocked, expect } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { serverMetadata, serverMetadataUrls } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/openid-path-agrees',
  title: 'A client that looks at the OpenID path alone learns the same issuer, and that PKCE is there',
  clauses: ['mcp/authz/as-oidc-advertises-pkce', 'mcp/authz/as-issuer-matches'],
  blame: 'authorization-server',
  async run(world) {
    const issuer: unknown = serverMetadata(await world.discovery()).doc.issuer;
    if (typeof issuer !== 'string' || !URL.canParse(issuer)) throw new Blocked('the metadata name no issuer');
    for (const url of serverMetadataUrls(issuer).filter((one) => one.includes('/openid-configuration'))) {
      const answer = await world.http.get(url, { accept: 'application/json' });
      const doc = answer.status === 200 ? (answer.tryJson() as Record<string, unknown> | null | undefined) : undefined;
      // Nothing is published there: a web page or a refusal is no metadata.
      if (typeof doc !== 'object' || doc === null) continue;
      expect.equal(doc.issuer, issuer, 'the issuer at the OpenID path', answer);
      expect.includes(doc.code_challenge_methods_supported, 'S256', 'code_challenge_methods_supported', answer);
    }
  },
  remedy:
    'Serve the same document at both well-known paths; without code_challenge_methods_supported MCP clients stop.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'bodies-in-brotli',
  ],
  mutants: [
    {
      name: 'forgets-pkce-at-the-openid-path',
      rewrites: rewriteDocument('/.well-known/openid-configuration', {
        code_challenge_methods_supported: undefined,
      }),
    },
  ],
});
