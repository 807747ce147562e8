import type { EdgeResponse } from '../../mock-broker/index.ts';
import { rewriteAnswer, rewriteLocation } from '../vocabulary/rewrites.ts';
import type { Variation } from '../vocabulary/variation.ts';

type At = 'gateway' | 'broker';

/** Rewrites each page. */
const page = (at: At, change: (html: string) => string): NonNullable<Variation['rewrites']> => ({
  at,
  response: (answer: EdgeResponse) =>
    answer.headers['content-type']?.startsWith('text/html') && typeof answer.body === 'string'
      ? { ...answer, body: change(answer.body) }
      : answer,
});

const isAnAnswer = (location: string): boolean => /[?&](code|error)=/.test(location);
/** The parameters of an authorization response, as they stand in its URL. */
const inQuery = (location: string, change: (pairs: string[]) => string[]): string => {
  if (!isAnAnswer(location)) return location;
  const [base, query = ''] = location.split('?');
  return `${base}?${change(query.split('&')).join('&')}`;
};

/** Tags and the names of attributes have no case; a button may be an input. */
const shouted = (html: string): string =>
  html
    .replace(/<(\/?)(form|input|button|label|p|h1|main)\b/g, (_, slash, tag) => `<${slash}${tag.toUpperCase()}`)
    .replace(/ (name|value|type|method|action)="/g, (_, name) => ` ${name.toUpperCase()}="`)
    .replace(/ method="post"/gi, ' METHOD=Post');

/** What pages and redirects leave open. */
export const pageVariations: readonly Variation[] = [
  {
    name: 'redirects-with-302',
    round: 1,
    does: 'Redirects browsers with 302, as most servers do.',
    allowedBy: 'RFC 9700 §4.12: 303 is recommended where a form was sent, and 307 alone forbidden',
    rewrites: rewriteAnswer({ status: 303 }, { status: 302 }),
  },
  {
    name: 'the-brokerage-redirects-otherwise',
    round: 1,
    does: 'The brokerage redirects browsers with 303 where it would with 302, and the other way round.',
    allowedBy: 'RFC 9700 §4.12: 303 is recommended where a form was sent, and 307 alone forbidden',
    rewrites: rewriteAnswer({ at: 'broker', status: [302, 303] }, ({ status }) => ({ status: 605 - status })),
  },
  {
    name: 'more-in-authorization-responses',
    round: 1,
    does: 'Adds parameters of its own to each answer to a client, and sends them in another order.',
    allowedBy: 'RFC 6749 §4.1.2: a client ignores parameters that it does not know',
    rewrites: rewriteLocation((location) =>
      inQuery(location, (pairs) => ['session_state=9f.%7E', ...pairs.reverse(), 'example.com%2Fx=']),
    ),
  },
  {
    name: 'authorization-responses-written-otherwise',
    round: 2,
    does: 'Writes the parameters of an answer to a client as URLs, not as forms: slashes and colons as they are.',
    allowedBy: 'RFC 3986 §3.4: a query may hold slashes and colons',
    rewrites: rewriteLocation((location) =>
      inQuery(location, (pairs) => pairs.map((pair) => pair.replaceAll('%3A', ':').replaceAll('%2F', '/'))),
    ),
  },
  {
    name: 'pages-in-capitals',
    round: 1,
    does: 'Writes tags and attributes of its pages in capitals.',
    allowedBy: 'HTML, “Tag names”, “Attributes”: they have no case',
    rewrites: page('gateway', shouted),
  },
  {
    name: 'the-brokerages-pages-in-capitals',
    round: 1,
    does: 'The brokerage writes tags and attributes of its pages in capitals.',
    allowedBy: 'HTML, “Tag names”, “Attributes”: they have no case',
    rewrites: page('broker', shouted),
  },
  {
    name: 'forms-with-more-fields',
    round: 2,
    does: 'Adds hidden fields, comments and an empty form for a language to each page.',
    allowedBy: 'HTML, “Forms”',
    rewrites: page('gateway', (html) =>
      html
        .replace(
          /<form\b[^>]*>/g,
          (form) => `${form}<!-- <input name="x"> --><input type="hidden" name="utf8" value="✓">`,
        )
        .replace('</main>', '<form action="/" method="get"><select name="lang"><option>en</select></form></main>'),
    ),
  },
  {
    name: 'frames-forbidden-in-other-words',
    round: 1,
    does: 'Forbids frames by a policy in capitals among other directives.',
    allowedBy: 'CSP 3 §2.2: names of directives and keywords have no case',
    rewrites: rewriteAnswer({}, ({ headers: { 'content-security-policy': policy } }) =>
      policy?.includes('frame-ancestors')
        ? {
            headers: {
              'content-security-policy': `upgrade-insecure-requests ; ${policy
                .replace('frame-ancestors', 'Frame-Ancestors')
                .replaceAll("'none'", "'NONE'")};`,
              'x-frame-options': 'Deny',
            },
          }
        : undefined,
    ),
  },
  {
    name: 'consent-is-remembered',
    round: 3,
    does: 'Asks nobody again who has allowed the same client before.',
    allowedBy: 'MCP security best practices, “Confused deputy”: a record of the clients that each user has approved',
    needs: ['consent-page'],
    replaces: { consentIsAskedEachTime: (approvedBefore) => !approvedBefore },
  },
  {
    name: 'redirects-by-relative-references',
    round: 2,
    does: 'Redirects to its own pages without naming scheme and host, and by both where it would not.',
    allowedBy: 'RFC 9110 §10.2.2',
    rewrites: rewriteAnswer({}, ({ headers: { location }, sent }) => {
      const own = `http://${sent?.host}`;
      if (location?.startsWith(`${own}/`)) return { headers: { location: location.slice(own.length) } };
      return location?.startsWith('/') ? { headers: { location: own + location } } : undefined;
    }),
  },
];
