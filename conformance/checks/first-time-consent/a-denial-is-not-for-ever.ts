import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/a-denial-is-not-for-ever',
  title: 'A user who pressed Deny is asked again the next time and can allow',
  clauses: ['AR-7'],
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person({ newcomer: true });
    const client = await world.client({ person });
    await authorize(world, { client, person, human: { decision: 'deny' } });
    const again = await authorize(world, { client, person });
    expect.includes(
      again.landing.pages.map((page) => page.kind),
      'permission',
      'the pages of the second time',
    );
    expect.that(again.code, { expected: 'a code after Allow', seen: again.answer.error ?? 'nothing' });
  },
  remedy: 'Do not remember a denial.',
  mutants: [
    { name: 'remembers-denials', replaces: { brokerPermissionMayBeAskedAgain: (earlier) => earlier !== 'denied' } },
  ],
});
