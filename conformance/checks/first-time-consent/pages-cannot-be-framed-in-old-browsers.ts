import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewritePageHeaders } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/pages-cannot-be-framed-in-old-browsers',
  title: 'Pages on the way in forbid frames both by policy and by X-Frame-Options',
  clauses: ['oauth21/clickjacking-csp', 'oauth21/clickjacking-combined', 'rfc6749/x-frame-options'],
  async run(world) {
    const { authorized } = await world.lookAtFirst();
    const { pages } = authorized.landing;
    if (pages.length === 0) throw new Untestable('needs a page on the way in: there was none');
    for (const { headers, title, url } of pages) {
      const { 'content-security-policy': policy = 'no policy', 'x-frame-options': frame = 'none' } = headers;
      const where = `on “${title}” (${new URL(url).pathname})`;
      expect.that(/frame-ancestors/i.test(policy), { expected: `frame-ancestors ${where}`, seen: policy });
      expect.that(/^(deny|sameorigin)\b/i.test(frame), { expected: `X-Frame-Options ${where}`, seen: frame });
    }
  },
  remedy: "Send X-Frame-Options: DENY beside Content-Security-Policy: frame-ancestors 'none'.",
  mutants: [
    { name: 'pages-can-be-framed-in-old-browsers', rewrites: rewritePageHeaders({ 'x-frame-options': undefined }) },
  ],
});
