import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { expectCode } from './visits.ts';

const state = 'a state/with+odd=characters&more%20of~them';

export default check({
  id: 'first-time-consent/state-comes-back-unchanged',
  title: 'The state comes back with the code as it was sent, and both in the query',
  clauses: ['oauth21/state-echoed-on-success', 'oauth21/code-in-query', 'oauth21/code-challenge-not-exposed'],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const authorized = await authorize(world, { client, person, params: { state } });
    expectCode(authorized, 'a code in the query');
    expect.equal(authorized.answer.state, state, 'the state');
    expect.equal(authorized.answer.code_challenge, undefined, 'the code challenge');
  },
  remedy: 'Keep the state as it is, and encode it once when you send it back.',
  mutants: [
    'forgets-the-state',
    { name: 'trims-the-state', replaces: { stateIsReturned: (given) => given?.replace(/\W.*/, '') } },
  ],
});
