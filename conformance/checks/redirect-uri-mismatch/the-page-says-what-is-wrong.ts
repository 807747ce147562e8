import { expect } from '../../vocabulary/expect.ts';
import { rewritePage } from '../../vocabulary/rewrite-page.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { onTheWeb } from './askers.ts';
import { expectNoRedirect } from './mismatch.ts';

/** What makes a page go on by itself: a refresh, or a script that navigates or sends a form. */
const goesOn = /http-equiv=["']?refresh|<script[^>]*>[^<]*\b(location|submit\()/i;

export default check({
  id: 'redirect-uri-mismatch/the-page-says-what-is-wrong',
  title: 'The page says what is wrong, leads nowhere by itself, and shows nothing of the request as HTML',
  clauses: [
    'oauth21/error-page-no-auto-redirect',
    'AR-E1',
    'oauth21/inform-owner-on-bad-redirect',
    'oauth21/error-page-no-reflection',
  ],
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const markup = '<img src=x onerror=alert(1)>';
    const person = await world.person();
    const { client } = await onTheWeb(world, person);
    const params = { redirect_uri: `${client.redirectUri}?${markup}` };
    const page = await expectNoRedirect(world, { client, person, params });
    const said = `${page.errorCode ?? ''} ${page.text}`;
    // That it says so by this name is said by the guides of the profiles alone (AR-E1).
    expect.that(world.profile ? /redirect[_ ]uri/i.test(said) : page.text, {
      expected: 'redirect_uri_mismatch on the page',
      seen: page.text.slice(0, 300),
    });
    if (!/^text\/html\b/i.test(page.headers['content-type'] ?? '')) return;
    expect.that(!page.headers.refresh && !goesOn.test(page.html), {
      expected: 'a page that stays',
      seen: 'one that goes on by itself',
    });
    expect.that(!page.html.includes(markup), {
      expected: 'no markup of the request',
      seen: 'markup of the request in the page',
    });
  },
  remedy: 'Say on the page which parameter is wrong and what to do; escape what you show of it.',
  mutants: [
    {
      name: 'shows-the-request-as-html',
      rewrites: rewriteAnswer({ path: '/oauth/authorize', status: 'refusal' }, ({ body, query = '' }) => ({
        body: `${body}${new URLSearchParams(query).get('redirect_uri')}`,
      })),
    },
    {
      name: 'says-that-something-went-wrong',
      rewrites: rewritePage(
        ['/oauth/authorize'],
        () => '<!doctype html><title>Error</title><main><h1>Something went wrong</h1></main>',
      ),
    },
    {
      name: 'goes-on-from-the-error-page',
      rewrites: rewritePage(['/oauth/authorize'], (html) =>
        html.replace('<title>', '<meta http-equiv="refresh" content="5;url=https://attacker.example"><title>'),
      ),
    },
  ],
});
