import { freshCode } from '../../stage/code.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';
import { lastPageOfAny, yes } from './visits.ts';

export default check({
  id: 'first-time-consent/belongs-to-the-browser-that-asked',
  title: 'The page of one browser cannot be opened or answered in another, not even by the same user',
  clauses: ['oauth21/consent-page-bound-to-browser', 'rfc6749/csrf-authorize-endpoint'],
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const { page, client } = await lastPageOfAny(world, person, 'elsewhere');
    const where = ({ origin, pathname }: URL) => origin + pathname;
    const begins = new URL(endpoint(await world.discovery(), 'authorization_endpoint'));
    if (where(new URL(page.url)) === where(begins)) {
      throw new Untestable('needs a page with a URL of its own: the one of this page begins a new request');
    }
    const stranger = await world.person();
    const second = { ...person, browser: stranger.browser };
    await freshCode(world, { person: second, client, isKept: true });
    const opened = await second.browser.open(page.url, person);
    expect.that(opened.status >= 400 || (opened.kind !== 'permission' && opened.kind !== 'success'), {
      expected: 'an error page in the other browser',
      seen: `${opened.status} ${opened.title}`,
    });
    // Whoever was lured has the form without ever opening the page.
    const answered = await second.browser.submit(page, yes(page));
    expect.that(answered.status >= 400 || answered.kind !== 'other', {
      expected: 'a refusal of the form that another browser was given',
      seen: `${answered.status} ${answered.title}`,
    });
  },
  remedy: 'Tie each request to the session cookie of the browser that made it.',
  variations: ['pages-in-capitals', 'forms-with-more-fields'],
  mutants: [{ name: 'shares-requests-among-browsers', replaces: { requestIsOfThisBrowser: () => true } }],
});
