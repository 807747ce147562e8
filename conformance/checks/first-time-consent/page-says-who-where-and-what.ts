import { expect } from '../../vocabulary/expect.ts';
import { answered, rewritePage } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';

const blank = (field: string) => (html: string) =>
  html.replace(new RegExp(`(data-field="${field}">).*?</dd>`, 's'), '$1…</dd>');

export default check({
  id: 'first-time-consent/page-says-who-where-and-what',
  title: 'The pages on the way in name the client, the account, the scopes, and the host that the answer goes to',
  clauses: [
    'mcp/authz/as-shows-redirect-host',
    'CT-4',
    'mcp/security/proxy-consent-names-client',
    'mcp/security/proxy-consent-shows-scopes',
    'mcp/security/proxy-consent-shows-redirect',
    'oauth21/consent-shows-client',
  ],
  async run(world) {
    const {
      authorized,
      client,
      person,
      scope = world.scopes.read ?? '',
    } = await world.connect({ person: await world.person({ newcomer: true }) });
    const pages = authorized.landing.pages.filter((page) => page.kind === 'permission' || page.kind === 'success');
    const all = pages.map((page) => page.text).join(' ');
    const { hostname } = new URL(client.redirectUri);
    expect.that(all.includes(hostname), { expected: `${hostname}, where the answer goes`, seen: all.slice(0, 600) });
    expect.that(all.includes(client.name), { expected: `the client “${client.name}”`, seen: all.slice(0, 600) });
    // The account, and scopes by their names and not in other words, are what the guides of the profiles ask (CT-4).
    if (!world.profile) return;
    const own = pages.at(-1)?.html.replace(/<header.*?<\/header>/s, '') ?? '';
    expect.that(own.includes(person.email), {
      expected: `the account ${person.email} beside what it would be used for`,
      seen: all.slice(0, 600),
    });
    for (const one of scope.split(' '))
      expect.that(all.includes(one), { expected: `the scope ${one}`, seen: all.slice(0, 600) });
  },
  remedy:
    'Show the client’s name, the account, each scope and the host of the redirect URI on the page with the button.',
  mutants: [
    {
      name: 'hides-where-the-answer-goes',
      rewrites: rewritePage(answered, blank('redirect-host')),
      profiles: ['dynamic-client'],
    },
    { name: 'hides-whose-account-it-is', rewrites: rewritePage(answered, blank('account')) },
    {
      name: 'hides-who-asks',
      rewrites: rewritePage(answered, (html) => html.replaceAll('openbell', 'An app')),
      profiles: ['dynamic-client'],
    },
  ],
});
