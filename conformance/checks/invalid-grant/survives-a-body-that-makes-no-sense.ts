import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/survives-a-body-that-makes-no-sense',
  title: 'A body that cannot be read as a form is refused with an error of OAuth, and breaks nothing',
  clauses: ['oauth21/token-malformed-body'],
  async run(world) {
    const url = endpoint(await world.discovery(), 'token_endpoint');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const body of ['', 'grant_type=%', 'grant_type=%ff%fe&client_id=%E0%A4', '&&==&', '{"grant_type":']) {
      const answer = await world.http.send({ method: 'POST', url, headers, body });
      expect.oauthError(answer, [400, 401], 'invalid_request', 'invalid_client', 'unsupported_grant_type');
    }
  },
  remedy: 'Answer what you cannot read with 400 invalid_request.',
  mutants: [
    {
      name: 'breaks-on-a-body-that-makes-no-sense',
      rewrites: rewriteJson('/oauth/token', ({ error }) =>
        error === 'invalid_client' ? { status: 500, body: 'Internal Server Error' } : undefined,
      ),
    },
  ],
});
