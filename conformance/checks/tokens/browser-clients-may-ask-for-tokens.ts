import { expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/browser-clients-may-ask-for-tokens',
  title: 'The token endpoint answers scripts of other origins',
  clauses: ['oauth21/token-cors'],
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  async run(world) {
    const url = endpoint(await world.discovery(), 'token_endpoint');
    const headers = { origin: 'https://inspector.example', 'access-control-request-method': 'POST' };
    const answer = await world.http.send({ method: 'OPTIONS', url, headers });
    const allowed = answer.headers['access-control-allow-origin'];
    expect.that(allowed, { expected: 'Access-Control-Allow-Origin', seen: 'none', at: answer });
  },
  remedy: 'Send Access-Control-Allow-Origin at the token, registration, revocation and metadata endpoints.',
  variations: ['origins-by-name', 'header-names-in-capitals'],
  mutants: [
    { name: 'shuts-browser-clients-out', replaces: { endpointIsOpenToOtherOrigins: (name) => name === 'metadata' } },
  ],
});
