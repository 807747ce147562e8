import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

const path = '/.well-known/oauth-authorization-server';

export default check({
  id: 'discovery/endpoints-are-there-and-safe',
  title: 'The metadata names the endpoints, each over https, or on loopback',
  clauses: [
    'rfc8414/authorization-endpoint-present',
    'rfc8414/token-endpoint-present',
    'rfc8414/jwks-uri-https',
    'oauth21/https-endpoints',
    'oauth21/endpoint-no-fragment',
    'mcp/authz/as-endpoints-https',
    'mcp/authz/communication-security',
  ],
  blame: 'authorization-server',
  async run(world) {
    const found = (await world.discovery()).authorizationServer;
    const doc: Record<string, unknown> = found?.doc;
    for (const needed of ['authorization_endpoint', 'token_endpoint']) {
      expect.that(typeof doc[needed] === 'string', { expected: needed, seen: 'none', at: found?.answer });
    }
    for (const name of Object.keys(doc).filter((key) => /_endpoint$|^jwks_uri$/.test(key))) {
      const given = String(doc[name]);
      const url = URL.canParse(given) ? new URL(given) : undefined;
      const safe = url?.protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
      expect.that(safe && !url?.hash, {
        expected: `${name} over https, without fragment`,
        seen: given,
        at: found?.answer,
      });
    }
  },
  remedy: 'Name every endpoint with an https URL.',
  mutants: [
    {
      name: 'has-no-token-endpoint',
      rewrites: rewriteJson(path, ({ token_endpoint, ...doc }) => (token_endpoint ? { body: doc } : undefined)),
    },
    {
      name: 'revokes-in-the-clear',
      rewrites: rewriteJson(path, (doc) => ({
        body: { ...doc, revocation_endpoint: 'http://gateway.example/oauth/revoke' },
      })),
    },
  ],
});
