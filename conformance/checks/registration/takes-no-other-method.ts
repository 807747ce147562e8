import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/takes-no-other-method',
  title: 'GET at the registration endpoint is an error, and 405 says what is right',
  clauses: ['rfc9110/405-has-allow', 'rfc7591/dcr-get-refused'],
  applies: { needs: ['registration'] },
  async run(world) {
    const answer = await world.http.get(endpoint(await world.discovery(), 'registration_endpoint'));
    expect.that(answer.status >= 400 && answer.status < 500, {
      expected: '405, or another 4xx',
      seen: `${answer.status}`,
      at: answer,
    });
    if (answer.status === 405) expect.that(answer.headers.allow, { expected: 'Allow', seen: 'none', at: answer });
  },
  remedy: 'Answer methods other than POST with 405 and Allow: POST.',
  mutants: [
    {
      name: 'lists-its-clients-to-anybody',
      rewrites: rewriteJson('/oauth/register', (_body, { method }) =>
        method === 'GET' ? { status: 200, body: { clients: [] } } : undefined,
      ),
    },
  ],
});
