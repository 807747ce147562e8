import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { expectCode } from './visits.ts';

export default check({
  id: 'first-time-consent/signing-out-keeps-the-request',
  title: 'Who sees the wrong account signs out there, signs in again, and is back at the same request',
  clauses: ['CT-4', 'CT-E5'],
  applies: { needs: ['consent-page'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    person.browser.forget();
    const client = await world.client({ person });
    const authorized = await authorize(world, { client, person, human: { signOutFirst: true } });
    expectCode(authorized, 'a code in the end');
    expect.equal(authorized.answer.state, authorized.state, 'the state');
    const signIns = authorized.landing.pages.filter((page) => page.kind === 'sign-in').length;
    expect.that(signIns >= 2, { expected: 'a second sign-in', seen: `${signIns}` });
  },
  remedy: 'Carry the authorization request through sign-out and sign-in.',
  variations: ['redirects-by-relative-references', 'pages-in-capitals', 'the-brokerage-redirects-otherwise'],
  mutants: [{ name: 'loses-the-request-at-sign-out', replaces: { signOutKeepsTheRequest: () => undefined } }],
});
