import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/does-not-let-passwords-be-guessed',
  title: 'After several wrong passwords the sign-in pauses, for the right one too',
  clauses: ['oauth21/password-guessing-slowed'],
  blame: 'broker',
  dependsOn: ['first-time-consent/knows-who-signs-in'],
  async run(world) {
    const person = await world.person({ disposable: true });
    const client = await world.client({ person });
    const typed = { ...person, password: 'not-the-password' };
    let page = (await authorize(world, { client, person: typed })).landing.stoppedAt!;
    for (let tries = 0; tries < 10 && page.status !== 429; tries++) {
      const guess = { email: person.email, password: `wrong-password-${tries}` };
      page = await person.browser.submit(page, { name: '', value: '' }, guess);
    }
    expect.equal(page.status, 429, 'the status after ten wrong passwords');
  },
  remedy: 'Count wrong passwords by account and address and pause after a few.',
  variations: ['long-secrets', 'odd-secrets', 'pages-in-capitals', 'media-types-in-another-case'],
  mutants: [{ name: 'lets-passwords-be-guessed', replaces: { brokerSignInMayBeTried: () => true } }],
});
