import { check } from './area.ts';
import { expectNotCounted, lastPage, yes } from './visits.ts';

export default check({
  id: 'first-time-consent/an-old-page-counts-for-nothing',
  title: 'A permission page that was left open for an hour cannot be answered any more',
  clauses: ['oauth21/consent-bound-to-request'],
  dependsOn: ['first-time-consent/asks-the-first-time'],
  lane: 'exclusive',
  async run(world) {
    const person = await world.person();
    const page = await lastPage(world, person, await world.client({ person }));
    await world.hooks.advance(3600);
    const after = await person.browser.submit(page, yes(page));
    expectNotCounted(after);
  },
  remedy: 'Let requests expire after some minutes.',
  mutants: [{ name: 'keeps-requests-open-for-ever', replaces: { requestIsFresh: () => true } }],
});
