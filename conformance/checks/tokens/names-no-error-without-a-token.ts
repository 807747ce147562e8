import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/names-no-error-without-a-token',
  title: 'The challenge to a request without a token carries no error code',
  clauses: ['oauth21/no-error-without-token'],
  judges: 'discovery',
  dependsOn: ['tokens/a-missing-token-is-a-challenge'],
  async run(world) {
    const { unauthenticated: answer, challenge } = await world.discovery();
    const error = challenge?.params.error;
    expect.that(!error, { expected: 'a challenge without error', seen: `error="${error}"`, at: answer });
  },
  remedy: 'Leave error out where no token was sent: clients take it for a token gone bad.',
  variations: ['a-challenge-in-another-form', 'a-challenge-among-others'],
  mutants: [
    { name: 'calls-a-missing-token-invalid', replaces: { challengeNamesError: (error) => error ?? 'invalid_token' } },
  ],
});
