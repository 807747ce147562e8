import { Blocked, expect } from '../../vocabulary/expect.ts';
import type { Authorized } from '../../vocabulary/oauth.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { expectCode } from './visits.ts';

/** Nobody has defined the first; the others are empty, and so were not sent (OAuth 2.1 §3.1). */
const more = [
  ['openbell_unknown', 'value'],
  ['login_hint', ''],
  ['state', ''],
  ['scope', ''],
] as const;

/** A state that was not sent does not come back. */
const expectNoState = ({ answer: { state = '' } }: Authorized): void =>
  expect.equal(state, '', 'the state beside the code for a request with state=');

/** A sin: an authorization request that has this is refused. */
const refusesWhere = (has: RegExp) =>
  rewriteAnswer(
    { path: '/oauth/authorize', asked: (_, { query = '' }) => has.test(query) },
    {
      status: 400,
      headers: { location: undefined },
      body: 'This parameter is not taken.',
    },
  );

export default check({
  id: 'first-time-consent/takes-a-request-with-more-in-it',
  title: 'A request by GET with parameters that nobody knows, or that are empty, goes through',
  clauses: ['oauth21/get-supported', 'oauth21/unknown-params-ignored', 'oauth21/empty-param-is-omitted'],
  blame: 'authorization-server',
  times: more.length,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    for (const [name, value] of more) {
      const authorized = await authorize(world, { client, person, params: { [name]: value } });
      if (name === 'state') expectNoState(authorized);
      if (authorized.code) continue;
      const plain = await authorize(world, { client, person, params: { [name]: undefined } });
      // Whoever has no scope by default (RFC 6749 §3.3), or insists on a state, refuses both alike.
      if ((name === 'scope' || name === 'state') && !plain.code) continue;
      // Where the plain request fares no better, the rest of it is not why, unless GET itself is refused.
      if (!plain.code && plain.landing.stoppedAt?.status !== 405)
        throw new Blocked('no code came back without them either', 'sign-in');
      expectCode(authorized, `a code for a request with ${name}=${value}`);
    }
  },
  remedy: 'Ignore parameters that you do not know, and take an empty one for one that was not sent.',
  variations: ['redirects-with-302', 'authorization-responses-written-otherwise', 'more-in-authorization-responses'],
  mutants: [
    { name: 'asks-for-known-parameters-alone', rewrites: refusesWhere(/openbell_unknown=/) },
    { name: 'reads-empty-parameters', rewrites: refusesWhere(/login_hint=(&|$)/) },
    {
      name: 'closes-the-authorization-endpoint-to-get',
      rewrites: rewriteAnswer(
        { path: '/oauth/authorize' },
        { status: 405, headers: { location: undefined }, body: 'POST only' },
      ),
    },
  ],
});
