import { readHtml } from '../../browsers/html.ts';
import { Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { expectNotCounted, lastPage, yes } from './visits.ts';

/** Hidden fields that tie a form to the page that was shown. */
const guards = (html: string): string[] =>
  readHtml(html)
    .forms.flatMap(({ types }) => Object.entries(types))
    .filter(([name, type]) => type === 'hidden' && /csrf|token|nonce/i.test(name))
    .map(([name]) => name);

export default check({
  id: 'first-time-consent/a-forged-form-counts-for-nothing',
  title: 'A Yes that did not come from the page that was shown counts for nothing',
  clauses: [
    'mcp/security/proxy-consent-csrf',
    'rfc6749/csrf-authorize-endpoint',
    'mcp/security/proxy-consent-stored-securely',
  ],
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const page = await lastPage(world, person, await world.client({ person }));
    const fields = guards(page.html);
    if (fields.length === 0)
      throw new Untestable('needs a form with a hidden token: how this one is guarded cannot be seen');
    const forged = Object.fromEntries(fields.map((name) => [name, 'forged-by-another-site']));
    const after = await person.browser.submit(page, yes(page), forged);
    expectNotCounted(after);
  },
  remedy: 'Compare a token in the form with one in the session, and refuse the answer where they differ.',
  mutants: [{ name: 'takes-forms-from-any-site', replaces: { formTokenIsOurs: () => true } }],
});
