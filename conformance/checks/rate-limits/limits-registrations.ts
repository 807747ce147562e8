import { expect, Untestable } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'rate-limits/limits-registrations',
  title: 'Registrations beyond the limit are answered with 429',
  clauses: ['rfc7591/dcr-rate-limited', 'rfc6585/429-for-rate-limit'],
  applies: { needs: ['registration'] },
  blame: 'authorization-server',
  dependsOn: [],
  lane: 'exclusive',
  async run(world) {
    if (!world.hooks.has('reset'))
      throw new Untestable('needs the test hook “reset”: it registers clients until none can be', 'test hooks');
    for (let n = 0; n < 60; n++) {
      const answer = await register(world, { client_name: `openbell ${n}` });
      if (answer.status === 201) continue;
      return expect.status(answer, 429);
    }
    expect.that(false, { expected: 'a limit within 60 registrations', seen: '60 clients registered in a row' });
  },
  remedy: 'Limit open registration by address and time, and answer 429 beyond it.',
  variations: ['retry-after-as-a-date', 'errors-without-words', 'bodies-in-brotli'],
  mutants: [{ name: 'registers-without-end', replaces: { registrationIsWithinTheLimit: () => true } }],
});
