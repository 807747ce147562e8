import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/announces-no-registration-that-is-not-there',
  title: 'A gateway for keys made beforehand announces no registration, and none answers',
  clauses: ['AR-1', 'mcp/authz/dcr-optional', 'rfc8414/announced-is-true'],
  applies: { needs: ['oauth', 'client-center'] },
  async run(world) {
    const { authorizationServer } = await world.discovery();
    const { doc, answer: metadata } = authorizationServer ?? {};
    expect.equal(doc?.registration_endpoint, undefined, 'registration_endpoint', metadata);
    for (const path of ['/oauth/register', '/register']) {
      const json = { client_name: 'openbell', redirect_uris: [world.redirectUri] };
      const answer = await world.http.send({ url: `${world.origin}${path}`, json });
      const finding = { expected: `no registration at ${path}`, seen: `${answer.status}`, at: answer };
      expect.that(answer.status >= 400, finding);
    }
  },
  remedy: 'Leave registration_endpoint out: clients that find one do not ask the user for a Client ID.',
  mutants: [
    {
      name: 'announces-a-registration-that-is-not-there',
      rewrites: rewriteJson('/.well-known/oauth-authorization-server', (doc) => ({
        body: { ...doc, registration_endpoint: `${doc.issuer}/oauth/register` },
      })),
    },
  ],
});
