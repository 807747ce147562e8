import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/signing-out-keeps-the-request',
  title: 'Who sees the wrong account signs out there, signs in again, and is back at the same request',
  clauses: ['CT-4', 'CT-E5'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    person.browser.forget();
    const client = await world.client({ person });
    const { code, landing, answer, state } = await authorize(world, { client, person, human: { signOutFirst: true } });
    expect.that(code, {
      expected: 'a code in the end',
      seen: answer.error ?? `the page “${landing.stoppedAt?.title}”`,
    });
    expect.equal(answer.state, state, 'the state');
    const signIns = landing.pages.filter((page) => page.kind === 'sign-in').length;
    expect.that(signIns >= 2, { expected: 'a second sign-in', seen: `${signIns}` });
  },
  remedy: 'Carry the authorization request through sign-out and sign-in.',
  mutants: [{ name: 'loses-the-request-at-sign-out', replaces: { signOutKeepsTheRequest: () => undefined } }],
});
