import { clientIn } from '../../stage/clients.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { OURS, refused, refusedOr, registered, registrations, tells } from './registering.ts';

/** Each in a registration of its own, beside one that is good. */
const besideOurs = (...uris: string[]) => uris.map((uri) => ({ redirect_uris: [OURS, uri] }));
const alone = (uri: string) => [{ redirect_uris: [uri] }];

/** What is wrong is left out, or listed and refused where it is used. */
async function oursAlone(answer: Answer, _sent: unknown, world: World): Promise<void> {
  const { redirectUri } = world;
  const listed: unknown = answer.json().redirect_uris;
  const wrong = Array.isArray(listed) ? listed.filter((uri) => uri !== redirectUri) : [];
  if (wrong.length === 0) return;
  const client = clientIn(answer, redirectUri, 'openbell');
  const person = await world.person();
  for (const uri of wrong) {
    const expected = 'redirect_uris without the wrong one, or a refusal where it is used';
    // To what is no URL by itself nobody can be sent, so that no refusal is to be seen.
    expect.that(URL.canParse(String(uri)), { expected, seen: JSON.stringify(listed), at: answer });
    const { landing } = await authorize(world, { client, person, params: { redirect_uri: String(uri) } });
    expect.that(!landing.redirect, { expected, seen: `a redirect to ${uri}`, at: answer });
  }
}

const ours = (answer: Answer, _sent: unknown, { redirectUri }: World) =>
  expect.includes(answer.json().redirect_uris, redirectUri, 'redirect_uris', answer);

/** Refused, whatever it is called: by which name is said once. */
const WRONG = ['invalid_redirect_uri', 'invalid_client_metadata'];
const refusedOrLeftOut = refusedOr(WRONG, oursAlone);

/** Whoever leaves out what it will not register has refused it, too; the profiles refuse the whole. */
const refusedAsAWhole: typeof refusedOrLeftOut = (answer, sent, world) =>
  world.profile ? refused(...WRONG)(answer) : refusedOrLeftOut(answer, sent, world);

/** That it is refused at all is said by others. */
const invalidRedirectUri = (answer: Answer): void => {
  if (answer.status === 201) throw new Untestable('needs a refusal: the redirect URI was registered, or left out');
  refused('invalid_redirect_uri')(answer);
};

/** Which redirect URIs a client may have (RFC 7591 §5, OAuth 2.1 §2.3 and §8.5). */
export default rows(registrations, [
  {
    id: 'registration/refuses-a-relative-uri',
    title: 'A redirect URI that is not absolute is refused',
    clauses: [
      'oauth21/redirect-uri-absolute',
      'oauth21/redirect-uri-registration-required',
      'rfc7591/dcr-invalid-redirect-uri',
    ],
    registers: besideOurs('/callback'),
    answered: refusedOrLeftOut,
    remedy: 'Refuse redirect URIs that do not parse as absolute URIs.',
    mutants: [{ name: 'registers-relative-uris', replaces: { redirectUriIsAbsolute: () => true } }],
  },
  {
    id: 'registration/refuses-a-fragment',
    title: 'A redirect URI with a fragment is not registered',
    clauses: ['rfc7591/dcr-invalid-redirect-uri', 'oauth21/redirect-uri-no-fragment'],
    registers: besideOurs('https://client.example/callback#token'),
    answered: refusedOrLeftOut,
    remedy: 'Refuse redirect URIs with a # in them.',
    mutants: [{ name: 'registers-fragments', replaces: { redirectUriHasNoFragment: () => true } }],
  },
  {
    id: 'registration/refuses-a-user-name-in-the-host',
    title: 'A redirect URI with a user name in front of the host is refused: it makes one host look like another',
    clauses: ['oauth21/redirect-uri-no-userinfo', 'oauth21/input-sanitized'],
    applies: { needs: ['consent-page'] },
    registers: besideOurs('https://claude.ai@attacker.example/callback'),
    answered: refusedOrLeftOut,
    remedy: 'Refuse redirect URIs with user information.',
    mutants: [{ name: 'registers-user-names-in-hosts', replaces: { redirectUriHasNoUserInfo: () => true } }],
  },
  {
    id: 'registration/refuses-plain-http',
    title: 'A redirect URI with plain http is refused, unless it stays on the user’s machine',
    clauses: [
      'rfc7591/dcr-redirect-kinds',
      'rfc7591/dcr-invalid-redirect-uri',
      'rfc9700/no-http-redirects',
      'rfc6749/redirect-tls',
      'mcp/authz/redirect-uri-scheme-as',
    ],
    registers: besideOurs(
      'http://client.example/callback',
      'http://127.0.0.1.client.example/callback',
      'http://localhost.client.example/callback',
    ),
    answered: refusedOrLeftOut,
    remedy: 'Take http only for 127.0.0.1, [::1] and localhost, compared whole.',
    mutants: [
      { name: 'registers-plain-http', replaces: { plainHttpIsLoopback: () => true } },
      {
        name: 'takes-a-name-that-begins-like-loopback',
        replaces: { plainHttpIsLoopback: (host) => /^(127\.|localhost|\[::1\])/.test(host) },
      },
    ],
  },
  {
    id: 'registration/refuses-schemes-that-run',
    title: 'A redirect URI whose scheme runs or carries content is refused',
    clauses: ['rfc7591/dcr-redirect-kinds', 'rfc9700/dangerous-schemes', 'rfc7591/dcr-invalid-redirect-uri'],
    registers: besideOurs(
      'javascript:alert(document.cookie)',
      'data:text/html,<script>alert(1)</script>',
      'JavaScript:alert(1)',
      'vbscript:msgbox(1)',
      'file:///etc/hosts',
      'ftp://client.example/callback',
    ),
    answered: refusedAsAWhole,
    remedy: 'Refuse javascript:, data:, vbscript:, file: and the like by name, whatever their case.',
    mutants: [{ name: 'registers-schemes-that-run', replaces: { redirectSchemeIsHarmless: () => true } }],
  },
  {
    id: 'registration/takes-an-apps-own-scheme',
    title: 'A private-use scheme that is a reversed domain name is registered',
    clauses: ['oauth21/private-scheme-with-period'],
    applies: { needs: ['consent-page'] },
    registers: alone('com.example.trading-app:/oauth/callback'),
    answered: registered(tells('redirect_uris')),
    remedy: 'Take schemes with a dot in them: apps on phones have no other way.',
    variations: ['more-in-registrations', 'bodies-in-brotli'],
    mutants: [{ name: 'takes-no-apps-own-scheme', replaces: { privateSchemeHasADot: () => false } }],
  },
  {
    id: 'registration/refuses-a-scheme-without-a-dot',
    title: 'A private-use scheme without a dot is not registered: any app may claim it',
    clauses: ['oauth21/private-scheme-with-period', 'rfc8252/private-scheme-enforced'],
    registers: alone('tradingapp://oauth/callback'),
    answered: refused(...WRONG),
    remedy: 'Require a reversed domain name as the scheme.',
    mutants: [
      { name: 'registers-schemes-without-a-dot', replaces: { privateSchemeHasADot: () => true } },
      { name: 'leaves-out-even-the-only-redirect-uri', replaces: { undottedSchemeIsLeftOut: () => true } },
    ],
  },
  {
    id: 'registration/takes-a-mixed-list',
    title: 'A client that lists its own odd scheme beside good redirect URIs is registered with the good ones',
    clauses: ['rfc7591/dcr-mixed-redirects-taken', 'rfc7591/dcr-redirect-uris-supported'],
    applies: { needs: ['consent-page'] },
    registers: besideOurs('cursor://anysphere.cursor-mcp/oauth/callback'),
    answered: registered(ours),
    remedy: 'Leave out what you will not register and say so in the answer: Cursor lists such a scheme beside https.',
    variations: ['more-in-registrations', 'json-with-spaces-and-in-another-order'],
    mutants: [{ name: 'refuses-a-list-for-one-of-its-entries', replaces: { undottedSchemeIsLeftOut: () => false } }],
  },
  {
    id: 'registration/calls-a-wrong-redirect-uri-invalid-redirect-uri',
    title: 'Where a registration is refused for its redirect URI, the error says so',
    clauses: ['rfc7591/dcr-invalid-redirect-uri'],
    registers: alone('/callback'),
    answered: invalidRedirectUri,
    remedy: 'Answer 400 invalid_redirect_uri where a redirect URI is what is wrong, and no other code.',
    mutants: [
      {
        name: 'calls-a-wrong-redirect-uri-wrong-metadata',
        rewrites: rewriteJson('/oauth/register', (body) =>
          body.error === 'invalid_redirect_uri' ? { body: { ...body, error: 'invalid_client_metadata' } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'registration/requires-a-redirect-uri',
    title: 'A client without any redirect URI is not registered',
    clauses: [
      'rfc7591/dcr-redirect-uris-required',
      'oauth21/redirect-uri-registration-required',
      'rfc8252/native-exact-redirect',
    ],
    registers: [{ redirect_uris: undefined }, { redirect_uris: [] }],
    answered: refused('invalid_redirect_uri', 'invalid_client_metadata'),
    remedy: 'Refuse a registration without redirect_uris with 400 invalid_redirect_uri.',
    mutants: [{ name: 'registers-clients-that-lead-nowhere', replaces: { redirectUrisAreGiven: () => true } }],
  },
]);
