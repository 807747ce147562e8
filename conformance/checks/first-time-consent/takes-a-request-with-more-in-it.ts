import { Blocked, expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/takes-a-request-with-more-in-it',
  title: 'A request by GET with parameters that nobody knows, or that are empty, goes through',
  clauses: ['oauth21/get-supported', 'oauth21/unknown-params-ignored', 'oauth21/empty-param-is-omitted'],
  blame: 'authorization-server',
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const params = { openbell_unknown: 'value', nonce: 'n-0S6', login_hint: '', request_uri: '' };
    const { code, answer, landing } = await authorize(world, { client, person, params });
    if (code) return;
    const plain = await authorize(world, { client, person });
    // Where the plain request fares no better, the rest of it is not why, unless GET itself is refused.
    if (!plain.code && plain.landing.stoppedAt?.status !== 405)
      throw new Blocked('no code came back without them either');
    expect.that(code, { expected: 'a code', seen: answer.error ?? landing.stoppedAt?.title ?? 'nothing' });
  },
  remedy: 'Ignore parameters that you do not know, and take an empty one for one that was not sent.',
  mutants: [
    {
      name: 'closes-the-authorization-endpoint-to-get',
      rewrites: {
        at: 'gateway',
        response: (response) => {
          const { location: _location, ...headers } = response.headers;
          return response.path === '/oauth/authorize'
            ? { ...response, status: 405, headers, body: 'POST only' }
            : response;
        },
      },
    },
  ],
});
