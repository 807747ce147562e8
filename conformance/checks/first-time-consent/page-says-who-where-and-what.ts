import { expect } from '../../vocabulary/expect.ts';
import { answered, rewritePage } from '../../vocabulary/rewrite-page.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { asking, neverAllowed, nobodyAsked } from './visits.ts';

const blank = (field: string) => (html: string) =>
  html.replace(new RegExp(`(data-field="${field}">).*?</dd>`, 's'), '$1…</dd>');

export default check({
  id: 'first-time-consent/page-says-who-where-and-what',
  title: 'The pages on the way in name the client, the account, the scopes, and the host that the answer goes to',
  clauses: [
    'mcp/security/proxy-consent-names-client',
    'mcp/authz/as-shows-redirect-host',
    'CT-4',
    'mcp/security/proxy-consent-shows-scopes',
    'mcp/security/proxy-consent-shows-redirect',
    'oauth21/consent-shows-client',
    'rfc7591/dcr-self-asserted',
  ],
  async run(world) {
    const first = await world.lookAtFirst({ newcomer: true });
    const { person, scope = world.scopes.read ?? '' } = first;
    const isShown = asking(first.authorized).length > 0;
    const client = isShown ? first.client : await neverAllowed(world, person, 'in words');
    const pages = asking(isShown ? first.authorized : await authorize(world, { client, person }));
    if (pages.length === 0) throw nobodyAsked('no page asked before the client was reached');
    const all = pages.map((page) => page.text).join(' ');
    const says = (what: string, expected: string, where = all) =>
      expect.that(where.includes(what), { expected, seen: all.slice(0, 600) });
    const { hostname } = new URL(client.redirectUri);
    says(hostname, `${hostname}, where the answer goes`);
    says(client.name, `the client “${client.name}”`);
    // The account, and scopes by their names and not in other words, are what the guides of the profiles ask (CT-4).
    if (!world.profile) return;
    const own = pages.at(-1)?.html.replace(/<header.*?<\/header>/s, '') ?? '';
    says(person.email, `the account ${person.email} beside what it would be used for`, own);
    for (const one of scope.split(' ')) says(one, `the scope ${one}`);
  },
  remedy:
    'Show the client’s name, the account, each scope and the host of the redirect URI on the page with the button.',
  mutants: [
    {
      name: 'hides-where-the-answer-goes',
      rewrites: rewritePage(answered, blank('redirect-host')),
      needs: ['consent-page'],
    },
    {
      name: 'hides-what-is-asked-for',
      rewrites: rewritePage(answered, (html) => html.replace(/>[^<]*\b[a-z]+[:.](read|information)\b[^<]*</g, '>…<')),
      needs: ['consent-page'],
    },
    { name: 'hides-whose-account-it-is', rewrites: rewritePage(answered, blank('account')) },
    {
      name: 'hides-who-asks',
      rewrites: rewritePage(answered, (html) => html.replaceAll('openbell', 'An app')),
      needs: ['consent-page'],
    },
  ],
});
