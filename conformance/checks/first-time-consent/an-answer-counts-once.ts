import { check } from './area.ts';
import { expectNotCounted, yes } from './visits.ts';

export default check({
  id: 'first-time-consent/an-answer-counts-once',
  title: 'A request that was answered cannot be answered again',
  clauses: ['oauth21/consent-bound-to-request'],
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const { authorized, person } = await world.connect({ person: await world.person() });
    const page = authorized.landing.pages.findLast(({ kind }) => kind === 'permission' || kind === 'success')!;
    const after = await person.browser.submit(page, yes(page));
    expectNotCounted(after);
  },
  remedy: 'Strike a request off when it is answered; Back and Enter must not make another code.',
  mutants: [{ name: 'takes-an-answer-twice', replaces: { requestIsUnanswered: () => true } }],
});
