import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewritePageHeaders } from '../../vocabulary/rewrite-page.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

const isHtml = (headers: Record<string, string>): boolean => /^text\/html\b/i.test(headers['content-type'] ?? '');

/** The policy says who may frame the page, and not everybody may. */
function namesItsFrames(policy: string): boolean {
  const sources = /frame-ancestors\s+([^;,]+)/i.exec(policy)?.[1]?.trim().split(/\s+/) ?? [];
  return sources.length > 0 && !sources.some((one) => /^(\*|https?:|https?:\/\/\*)$/i.test(one));
}

export default check({
  id: 'first-time-consent/pages-cannot-be-framed',
  title: 'No page on the way in can be put into a frame, errors included',
  clauses: [
    'oauth21/clickjacking-prevented',
    'oauth21/clickjacking-all-pages',
    'rfc9700/clickjacking-must',
    'mcp/security/proxy-consent-no-framing',
  ],
  async run(world) {
    const { authorized } = await world.lookAtFirst();
    const person = await world.person();
    const client = await world.client({ person });
    const wrong = await authorize(world, {
      client,
      person,
      params: { redirect_uri: 'https://attacker.example/callback' },
    });
    const pages = [...authorized.landing.pages, ...wrong.landing.pages].filter(({ headers }) => isHtml(headers));
    if (pages.length === 0) throw new Untestable('needs a page on the way in: there was none');
    for (const { headers, title, url } of pages) {
      const { 'content-security-policy': policy = '', 'x-frame-options': frame = '' } = headers;
      expect.that(namesItsFrames(policy) || /^(deny|sameorigin)\b/i.test(frame), {
        expected: `frame-ancestors 'none' or X-Frame-Options on “${title}” (${new URL(url).pathname})`,
        seen: [policy, frame].filter(Boolean).join('; ') || 'neither',
      });
    }
  },
  remedy:
    "Send Content-Security-Policy: frame-ancestors 'none', and X-Frame-Options: DENY for old browsers, with every page.",
  mutants: [
    { name: 'brokerage-pages-can-be-framed', replaces: { brokerPageForbidsFraming: () => false } },
    {
      name: 'pages-can-be-framed',
      rewrites: rewritePageHeaders({ 'content-security-policy': undefined, 'x-frame-options': undefined }),
    },
  ],
});
