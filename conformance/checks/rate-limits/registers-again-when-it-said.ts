import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { register } from '../../wire/oauth.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { check } from './area.ts';

export default check({
  id: 'rate-limits/registers-again-when-it-said',
  title: 'After the time that Retry-After names a client can register again',
  clauses: ['rfc9110/retry-after-honest'],
  applies: { needs: ['registration'] },
  blame: 'authorization-server',
  dependsOn: ['rate-limits/limits-registrations'],
  lane: 'exclusive',
  async run(world) {
    if (!world.hooks.has('clock'))
      throw new Untestable('needs the test hook “clock”: an hour is too long to wait', 'test hooks');
    let answer = await register(world);
    for (let n = 0; n < 60 && answer.status === 201; n++) answer = await register(world);
    const seconds = retryAfter(answer);
    if (seconds === undefined) throw new Untestable('needs a Retry-After, and the refusal held none that can be read');
    await world.hooks.advance(seconds);
    expect.status(await register(world), 201);
  },
  remedy: 'Work Retry-After out from the oldest registration that still counts.',
  variations: ['retry-after-as-a-date', 'errors-without-words', 'media-types-in-another-case'],
  mutants: [
    {
      name: 'promises-registration-too-soon',
      rewrites: rewriteAnswer({ path: '/oauth/register', status: 429 }, { headers: { 'retry-after': '5' } }),
    },
  ],
});
