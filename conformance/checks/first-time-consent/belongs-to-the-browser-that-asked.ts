import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { lastPage } from './visits.ts';

export default check({
  id: 'first-time-consent/belongs-to-the-browser-that-asked',
  title: 'The page of one browser cannot be opened in another, not even by the same user',
  clauses: [
    'oauth21/consent-bound-to-request',
    'mcp-2025-11-25/security/proxy-cookie-bound-to-client',
    'mcp-2026-07-28/security/proxy-cookie-bound-to-client',
    'rfc6749/csrf-authorize-endpoint',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const page = await lastPage(world, person, client);
    const stranger = await world.person();
    const second = { ...person, browser: stranger.browser };
    await world.connect({ person: second, client });
    const opened = await second.browser.open(page.url, person);
    expect.that(opened.status >= 400, {
      expected: 'an error page in the other browser',
      seen: `${opened.status} ${opened.title}`,
    });
  },
  remedy: 'Tie each request to the session cookie of the browser that made it.',
  mutants: [{ name: 'shares-requests-among-browsers', replaces: { requestIsOfThisBrowser: () => true } }],
});
