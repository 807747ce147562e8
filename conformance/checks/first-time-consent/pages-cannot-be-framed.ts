import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { authorize } from '../../verbs/oauth.ts';

export default check({
  id: 'first-time-consent/pages-cannot-be-framed',
  title: 'No page on the way in can be put into a frame, errors included',
  clauses: [
    'oauth21/clickjacking-prevented',
    'oauth21/clickjacking-csp',
    'oauth21/clickjacking-combined',
    'oauth21/clickjacking-all-pages',
    'rfc6749/x-frame-options',
    'rfc9700/clickjacking-must',
    'mcp-2025-11-25/security/proxy-consent-no-framing',
    'mcp-2026-07-28/security/proxy-consent-no-framing',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  async run(world) {
    const { authorized, client, person } = await world.connect({ person: await world.person() });
    const wrong = await authorize(world, {
      client,
      person,
      params: { redirect_uri: 'https://attacker.example/callback' },
    });
    for (const { headers, title, url } of [...authorized.landing.pages, ...wrong.landing.pages]) {
      const csp = /frame-ancestors\s+'(none|self)'/.test(headers['content-security-policy'] ?? '');
      const frame = /^(deny|sameorigin)$/i.test(headers['x-frame-options'] ?? '');
      const where = `on “${title}” (${new URL(url).pathname})`;
      expect.that(csp, {
        expected: `frame-ancestors 'none' ${where}`,
        seen: headers['content-security-policy'] ?? 'no policy',
      });
      expect.that(frame, { expected: `X-Frame-Options ${where}`, seen: headers['x-frame-options'] ?? 'none' });
    }
  },
  remedy: "Send Content-Security-Policy: frame-ancestors 'none' and X-Frame-Options: DENY with every page.",
  mutants: [
    { name: 'brokerage-pages-can-be-framed', replaces: { brokerPageForbidsFraming: () => false } },
    {
      name: 'pages-can-be-framed',
      rewrites: {
        at: 'gateway',
        response: (response) => {
          const { 'content-security-policy': _csp, 'x-frame-options': _frame, ...headers } = response.headers;
          return String(headers['content-type']).startsWith('text/html') ? { ...response, headers } : response;
        },
      },
    },
  ],
});
