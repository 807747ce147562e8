import { check } from './area.ts';
import { expectNotCounted, lastPage, yes } from './visits.ts';

export default check({
  id: 'first-time-consent/whoever-signed-in-approves',
  title: 'A request is approved by the user who signed in for it, not by who has signed in to the browser since',
  clauses: ['oauth21/authenticate-owner', 'oauth21/consent-bound-to-request', 'CT-E5'],
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const other = { ...(await world.person()), browser: person.browser };
    const page = await lastPage(world, person, await world.client({ person }));
    await person.browser.open(`${world.brokerage().origin}/sign-out`, person);
    await lastPage(world, other, await world.client({ person: other }));
    const after = await person.browser.submit(page, yes(page));
    expectNotCounted(after);
  },
  remedy: 'Compare the user of the request with the user of the session when the answer comes.',
  mutants: [{ name: 'lets-the-next-user-approve', replaces: { approverIsTheOneSignedIn: () => true } }],
});
