import { cookiesAreOutOfReach } from '../../observers/headers.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';
import { authorizationUrl } from './authorization-url.ts';

export default check({
  id: 'first-time-consent/cookies-are-out-of-reach',
  title: 'Cookies of the way in are HttpOnly and SameSite, and Secure where the gateway is https',
  clauses: ['oauth21/cookies-secure', 'mcp/security/proxy-cookie-attributes'],
  observes: cookiesAreOutOfReach,
  ridesOn: ['first-time-consent/whoever-signs-in-gets-back-to-the-client'],
  async run(world) {
    const person = await world.person();
    const url = await authorizationUrl(world, await world.client({ person }));
    const answer = await world.http.get(url);
    const secure = endpoint(await world.discovery(), 'authorization_endpoint').startsWith('https:');
    if (answer.setCookies.length === 0) throw new Untestable('needs a cookie: the first answer sets none');
    for (const cookie of answer.setCookies) {
      const [pair = '', ...attributes] = cookie.split(/;\s*/);
      const has = (wanted: RegExp) => attributes.some((attribute) => wanted.test(attribute));
      const good = has(/^httponly$/i) && has(/^samesite=(lax|strict)$/i) && (!secure || has(/^secure$/i));
      const wanted = `HttpOnly, SameSite=Lax${secure ? ' and Secure' : ''} on the cookie ${pair.split('=')[0]}`;
      expect.that(good, { expected: wanted, seen: attributes.join('; ') || 'no attributes', at: answer });
    }
  },
  remedy: 'Set HttpOnly, SameSite=Lax and Secure on every cookie of sign-in and consent.',
  variations: ['odd-secrets', 'bodies-in-brotli'],
  mutants: [
    { name: 'lets-scripts-read-its-cookie', replaces: { cookieIsOutOfReach: () => 'Path=/; SameSite=Lax' } },
    {
      name: 'lets-other-sites-send-its-cookie',
      replaces: { cookieIsOutOfReach: () => 'Path=/; HttpOnly; SameSite=None' },
    },
  ],
});
