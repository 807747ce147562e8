import { Blocked, expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/issuer-is-who-was-asked',
  title: 'The issuer in the metadata is the one that the resource metadata named, character for character',
  clauses: [
    'rfc8414/issuer-present',
    'rfc8414/issuer-identical',
    'rfc8414/issuer-https-no-query-fragment',
    'mcp/authz/as-issuer-matches',
  ],
  blame: 'authorization-server',
  async run(world) {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    const listed: unknown = resourceMetadata?.doc.authorization_servers?.[0];
    if (typeof listed !== 'string' || !URL.canParse(listed)) {
      throw new Blocked('the resource metadata name no authorization server by a URL');
    }
    expect.equal(authorizationServer?.doc.issuer, listed, 'issuer', authorizationServer?.answer);
    const { protocol, hostname } = new URL(listed);
    const safe = protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
    expect.that(safe && !/[?#]/.test(listed), { expected: 'an https URL without query or fragment', seen: listed });
  },
  remedy: 'Write the issuer the same everywhere; a slash more or less is another issuer.',
  mutants: [
    {
      name: 'writes-its-issuer-in-two-ways',
      rewrites: rewriteJson('/.well-known/oauth-authorization-server', (doc) => ({
        body: { ...doc, issuer: `${doc.issuer}/` },
      })),
    },
  ],
});
