import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

const PAIRS = [
  [{ 'client-secret': 'openbell-guesses' }, { 'client-id': 'openbell-no-such-platform' }],
  [{ 'user-secret': 'openbell-guesses' }, { 'user-id': 'openbell-no-such-user' }],
] as const;

export default check({
  id: 'minting/gives-nothing-away',
  title: 'A name that nobody has and a wrong secret are refused in the same words',
  clauses: ['minting/is-no-oracle', 'CN-1'],
  weakBecause: 'The guide does not say how a refusal reads.',
  dependsOn: ['minting/refuses-a-wrong-user-secret'],
  async run(world) {
    const person = await world.person();
    for (const [secret, name] of PAIRS) {
      const wrong = await world.minting().request(person, world.scopes.read, { headers: secret });
      const unknown = await world.minting().request(person, world.scopes.read, { headers: name });
      const answers = [wrong, unknown].map(({ status, text }) => `${status} ${text}`);
      expect.that(answers[0] === answers[1], { expected: answers[0]!, seen: answers[1]!, at: unknown });
    }
  },
  remedy: 'Answer both with the same status and text, after the same steps.',
  mutants: [
    {
      name: 'tells-who-exists',
      replaces: { refusalsReadTheSame: (words, why) => `${words} (${why})` },
    },
  ],
});
