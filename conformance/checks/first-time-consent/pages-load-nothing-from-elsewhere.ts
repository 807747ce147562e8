import { expect, Untestable } from '../../vocabulary/expect.ts';
import { answered, rewritePage, rewritePageHeaders } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/pages-load-nothing-from-elsewhere',
  title: 'Pages on the way in load nothing from other sites and let no foreign script run',
  clauses: ['rfc9700/no-third-party-resources', 'oauth21/csp-script-src'],
  async run(world) {
    const { authorized } = await world.lookAtFirst({ newcomer: true });
    if (authorized.landing.pages.length === 0) throw new Untestable('needs a page on the way in: there was none');
    for (const { html, url, headers, title } of authorized.landing.pages) {
      const loaded = [...html.matchAll(/<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)="(https?:[^"]+)"/gi)].map(
        (match) => match[1]!,
      );
      const foreign = loaded.filter((one) => new URL(one).origin !== new URL(url).origin);
      expect.equal(foreign, [], `the list of what “${title}” loads from elsewhere`);
      const policy = headers['content-security-policy'] ?? 'none';
      expect.that(/(default|script)-src/.test(policy), {
        expected: `a policy for scripts on “${title}”`,
        seen: policy,
      });
    }
  },
  remedy: 'Serve styles and pictures yourself: a foreign one learns of every sign-in.',
  mutants: [
    {
      name: 'lets-any-script-run',
      rewrites: rewritePageHeaders({ 'content-security-policy': "frame-ancestors 'none'" }),
    },
    {
      name: 'tells-a-tracker-of-every-sign-in',
      rewrites: rewritePage(answered, (html) =>
        html.replace('</main>', '<img src="https://tracker.example/pixel.png" alt=""></main>'),
      ),
    },
  ],
});
