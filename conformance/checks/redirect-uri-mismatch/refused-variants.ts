import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Overrides } from '../../vocabulary/oauth.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import { rows } from './area.ts';
import { type Asker, atTheBrokerage, onTheWeb, onThisComputer, withTwoRedirectUris } from './askers.ts';
import { expectNoRedirect, filledIn, lenient, STRANGER } from './mismatch.ts';

interface Variant {
  /** A web site’s client unless told. */
  asker?: Asker;
  /** Put over the right parameters, a request each; `{right}` and so on are the right redirect URI and its parts. */
  sends: readonly Overrides[];
  /** What is asked of the page beyond being one of an error. */
  judge?: (page: Page) => void;
}

const hasAnErrorStatus = ({ status, title }: Page): void =>
  expect.that(status >= 400 && status < 500, { expected: 'an error page (4xx)', seen: `${status} ${title}` });

const withoutSlash = (uri: string): string => uri.replace(/\/$/, '');
const withoutUser = (uri: string): string => uri.replace(/^(https:\/\/)[^/@]*@/, '$1');
const withoutScheme = (uri: string): string => uri.replace(/^https?:/, '');
const withoutLoopback = (uri: string): string => uri.replace(/^http:\/\/127\.0\.0\.1[^/]*/, '');

const staysOnAPage: Table<Variant> = {
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  timesOf: ({ sends }) => sends.length,
  async run(world, { asker = onTheWeb, sends, judge }) {
    const person = await world.person();
    const asks = await asker(world, person);
    for (const one of sends) {
      const params = filledIn(one, asks.client.redirectUri);
      const page = await expectNoRedirect(world, { ...asks, person, params });
      judge?.(page);
    }
  },
};

/** Each of these requests ends on an error page, and the browser is sent nowhere. */
export default rows(staysOnAPage, [
  {
    id: 'redirect-uri-mismatch/a-slash-counts',
    title: 'A slash more at the end is another redirect URI',
    clauses: [
      'oauth21/redirect-uri-exact-match',
      'rfc9700/exact-match-redirect',
      'mcp/authz/as-redirect-exact',
      'mcp/security/proxy-redirect-exact',
      'AR-E1',
    ],
    sends: [{ redirect_uri: '{right}/' }],
    remedy: 'Compare redirect URIs character for character.',
    mutants: lenient('ignores-a-slash-at-the-end', (given, right) => withoutSlash(given) === withoutSlash(right)),
  },
  {
    id: 'redirect-uri-mismatch/case-counts',
    title: 'Upper case in the path makes another redirect URI',
    clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/exact-match-redirect'],
    sends: [{ redirect_uri: '{origin}{PATH}' }],
    remedy: 'Compare redirect URIs without folding case.',
    mutants: lenient('ignores-case', (given, right) => given.toLowerCase() === right.toLowerCase()),
  },
  {
    id: 'redirect-uri-mismatch/the-path-counts',
    title: 'A longer or shorter path is another redirect URI',
    clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/exact-match-redirect', 'rfc8252/native-exact-redirect'],
    sends: [
      { redirect_uri: '{right}/elsewhere' },
      { redirect_uri: '{parent}' },
      { redirect_uri: '{origin}/x/..{path}' },
    ],
    remedy: 'Compare redirect URIs character for character: a prefix is not a match.',
    mutants: lenient('takes-any-path-below', (given, right) => given.startsWith(right)),
  },
  {
    id: 'redirect-uri-mismatch/the-query-counts',
    title: 'A redirect URI with a query that was not registered is another one',
    clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/exact-match-redirect'],
    sends: [{ redirect_uri: '{right}?next=https%3A%2F%2Fattacker.example' }],
    remedy: 'Compare redirect URIs with their query: many sites redirect by it.',
    mutants: lenient('ignores-the-query', (given, right) => given.split('?')[0] === right),
  },
  {
    id: 'redirect-uri-mismatch/no-fragment',
    title: 'A redirect URI with a fragment is refused',
    clauses: ['oauth21/redirect-uri-no-fragment', 'oauth21/redirect-uri-exact-match'],
    sends: [{ redirect_uri: '{right}#page' }],
    remedy: 'Refuse a redirect URI with a # in it.',
    mutants: lenient('ignores-a-fragment', (given, right) => given.split('#')[0] === right),
  },
  {
    id: 'redirect-uri-mismatch/no-user-name-in-front-of-the-host',
    title: 'A redirect URI with a user name in front of the host is another one',
    clauses: ['oauth21/redirect-uri-exact-match', 'oauth21/input-sanitized'],
    sends: [{ redirect_uri: 'https://trusted.example@{host}{path}' }],
    remedy: 'Compare redirect URIs as they are written, before a parser takes parts of them away.',
    mutants: lenient('ignores-a-user-name', (given, right) => withoutUser(given) === right),
  },
  {
    id: 'redirect-uri-mismatch/the-scheme-counts',
    title: 'http in place of https is another redirect URI',
    clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/no-http-redirects', 'AR-E1'],
    sends: [{ redirect_uri: 'http://{host}{path}' }],
    remedy: 'Compare redirect URIs character for character, the scheme included.',
    mutants: lenient('ignores-the-scheme', (given, right) => withoutScheme(given) === withoutScheme(right)),
  },
  {
    id: 'redirect-uri-mismatch/the-host-counts',
    title: 'Another host is another redirect URI, a subdomain and a longer name too',
    clauses: [
      'oauth21/redirect-uri-exact-match',
      'oauth21/no-redirect-on-bad-redirect-uri',
      'mcp/authz/as-redirect-exact',
      'mcp/authz/as-no-untrusted-redirect',
    ],
    sends: [
      { redirect_uri: 'https://attacker.{host}{path}' },
      { redirect_uri: 'https://{host}.attacker.example{path}' },
    ],
    remedy: 'Compare redirect URIs character for character; no wildcard and no suffix of a name.',
    mutants: lenient('takes-any-host', (given, right) => new URL(given).pathname === new URL(right).pathname),
  },
  {
    id: 'redirect-uri-mismatch/only-the-port-on-loopback',
    title: 'On loopback nothing but the port may differ from what was registered',
    clauses: [
      'oauth21/loopback-any-port-at-authorize',
      'rfc8252/native-exact-redirect',
      'oauth21/redirect-uri-exact-match',
    ],
    applies: { needs: ['registration'] },
    dependsOn: ['redirect-uri-mismatch/any-port-on-loopback'],
    asker: onThisComputer,
    sends: [
      { redirect_uri: '{origin}/another/path' },
      { redirect_uri: '{origin}/callback/' },
      { redirect_uri: '{origin}/callback?more=1' },
      { redirect_uri: '{right}#x' },
      { redirect_uri: '{protocol}//u@{host}{path}' },
      { redirect_uri: '{origin}/x/..{path}' },
    ],
    remedy: 'Compare scheme, host, path and query of loopback redirect URIs character for character.',
    mutants: [
      {
        name: 'lets-everything-differ-on-loopback',
        replaces: { loopbackPortMayDiffer: (given) => /^http:\/\/127\.0\.0\.1[:/]/.test(given) },
      },
    ],
  },
  {
    id: 'redirect-uri-mismatch/a-name-that-begins-like-loopback',
    title: 'A host that only begins like a loopback address is not loopback',
    clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/no-http-redirects', 'mcp/authz/redirect-uri-scheme-as'],
    dependsOn: ['redirect-uri-mismatch/any-port-on-loopback'],
    asker: onThisComputer,
    sends: [
      { redirect_uri: 'http://127.0.0.1.attacker.example/callback' },
      { redirect_uri: 'http://127.0.0.1:33418@attacker.example/callback' },
    ],
    remedy: 'Parse the URI and compare the whole host name with 127.0.0.1, [::1] and localhost.',
    mutants: [
      {
        name: 'takes-a-host-that-begins-like-loopback',
        replaces: {
          loopbackPortMayDiffer: (given, registered) =>
            registered.some((right) => withoutLoopback(given) === withoutLoopback(right)),
        },
        needs: ['registration'],
      },
      {
        name: 'takes-what-begins-like-loopback',
        replaces: { redirectUriIsLoopback: (given) => given.startsWith('http://127.0.0.1') },
        needs: ['platform-callbacks'],
      },
    ],
  },
  {
    id: 'redirect-uri-mismatch/needs-one-of-several',
    title: 'A client with several redirect URIs has to say which one',
    clauses: ['oauth21/no-redirect-on-bad-redirect-uri', 'oauth21/redirect-uri-required-when-several'],
    applies: { needs: ['registration'] },
    lane: 'exclusive',
    asker: withTwoRedirectUris,
    sends: [{ redirect_uri: undefined }],
    remedy: 'Show an error page where redirect_uri is missing and more than one is registered.',
    mutants: [{ name: 'picks-a-redirect-uri', replaces: { soleRedirectUriIsTheDefault: () => true } }],
  },
  {
    id: 'redirect-uri-mismatch/sends-no-error-to-strangers',
    title: 'Not even an error goes to a redirect URI that nobody vouches for',
    clauses: [
      'oauth21/no-redirect-on-bad-redirect-uri',
      'oauth21/inform-owner-on-bad-redirect',
      'rfc9700/no-open-redirector-as',
      'rfc9700/trusted-redirect-only',
      'oauth21/untrusted-redirect-not-automatic',
      'mcp/authz/as-no-untrusted-redirect',
    ],
    sends: [{ redirect_uri: STRANGER }, { redirect_uri: STRANGER, response_type: 'token' }],
    remedy:
      'Check the redirect URI before anything that could lead to an error redirect, and show a page where it is wrong.',
    mutants: [{ name: 'sends-errors-anywhere', replaces: { errorMayBeRedirected: () => true } }],
  },
  {
    id: 'redirect-uri-mismatch/brokerage-sends-no-error-to-strangers',
    title: 'The brokerage sends nobody to a redirect URI that is not in the key, not even with an error',
    clauses: ['oauth21/no-redirect-on-bad-redirect-uri', 'AR-E1', 'AR-11', 'rfc9700/no-open-redirector-as'],
    applies: { needs: ['client-ids', 'direct-mode'] },
    blame: 'broker',
    asker: atTheBrokerage,
    sends: [{ redirect_uri: STRANGER }],
    remedy: 'Keep errors about the client and its redirect URI on a page.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerages-pages-in-capitals'],
    mutants: [{ name: 'brokerage-sends-errors-anywhere', replaces: { brokerErrorStaysOnAPage: () => false } }],
  },
  {
    id: 'redirect-uri-mismatch/the-error-page-has-an-error-status',
    title: 'The page about a wrong redirect URI comes with a status of 4xx',
    clauses: ['oauth21/error-page-status'],
    sends: [{ redirect_uri: STRANGER }],
    judge: hasAnErrorStatus,
    remedy: 'Answer 400: programs that look at the status take 200 for a success.',
    mutants: [
      {
        name: 'calls-its-error-page-a-success',
        rewrites: rewriteAnswer({ path: '/oauth/authorize', status: 400 }, { status: 200 }),
      },
    ],
  },
]);
