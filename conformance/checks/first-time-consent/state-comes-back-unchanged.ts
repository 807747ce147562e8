import { state } from '../../observers/redirects.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteLocation } from '../../vocabulary/rewrites.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { expectCode } from './visits.ts';

const odd = 'a state/with+odd=characters&more%20of~them';

export default check({
  id: 'first-time-consent/state-comes-back-unchanged',
  title: 'The state comes back as it was sent, with a code and with an error',
  clauses: [
    'oauth21/state-echoed-on-success',
    'oauth21/state-echoed-on-error',
    'oauth21/code-in-query',
    'oauth21/code-challenge-not-exposed',
  ],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  observes: state,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const authorized = await authorize(world, { client, person, params: { state: odd } });
    expectCode(authorized, 'a code in the query');
    expect.equal(authorized.answer.state, odd, 'the state');
    expect.equal(authorized.answer.code_challenge, undefined, 'the code challenge');
  },
  remedy: 'Keep the state as it is, and encode it once when you send it back.',
  variations: ['redirects-with-302', 'authorization-responses-written-otherwise', 'more-in-authorization-responses'],
  mutants: [
    'forgets-the-state',
    {
      name: 'gives-the-challenge-back',
      rewrites: rewriteLocation((to) => (/[?&]code=/.test(to) ? `${to}&code_challenge=as-it-came` : to)),
    },
    { name: 'trims-the-state', replaces: { stateIsReturned: (given) => given?.replace(/\W.*/, '') } },
  ],
});
