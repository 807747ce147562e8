import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { assertAsked } from './visits.ts';

export default check({
  id: 'first-time-consent/comes-back-when-it-was-left',
  title: 'A permission page that was left without an answer comes back, with the same Client ID and with a new one',
  clauses: ['AR-6', 'AR-7', 'AR-E4', 'CT-E4'],
  applies: { profiles: ['static-client', 'dynamic-client'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person({ newcomer: true });
    const client = await world.client({ person });
    const left = await authorize(world, { client, person, human: { decision: 'leave' } });
    assertAsked(left.landing.pages);
    for (const next of [client, await world.client({ person, name: 'openbell, second try' })]) {
      const again = await authorize(world, { client: next, person });
      expect.includes(
        again.landing.pages.map((page) => page.kind),
        'permission',
        'the pages of the next try',
      );
      expect.that(again.code, {
        expected: 'a code after Allow',
        seen: again.answer.error ?? again.landing.stoppedAt?.title ?? 'nothing',
      });
    }
  },
  remedy: 'Keep nothing of a permission page that nobody answered.',
  mutants: [
    {
      name: 'never-asks-again',
      replaces: { brokerPermissionMayBeAskedAgain: (earlier) => earlier !== 'unanswered' },
      profiles: ['static-client'],
    },
  ],
});
