import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/pages-are-not-stored',
  title: 'Pages on the way in are kept by no cache',
  clauses: ['oauth21/authorize-no-cache'],
  async run(world) {
    const { authorized } = await world.lookAtFirst();
    if (authorized.landing.pages.length === 0) throw new Untestable('needs a page on the way in: there was none');
    for (const { headers, title, url } of authorized.landing.pages) {
      const control = headers['cache-control'] ?? 'no Cache-Control';
      expect.that(/\b(no-store|no-cache|private)\b/i.test(control), {
        expected: `no-store on “${title}” (${new URL(url).pathname})`,
        seen: control,
      });
    }
  },
  remedy: 'Send Cache-Control: no-store with every page that stands between a request and its code.',
  mutants: [
    'lets-caches-keep-registrations',
    { name: 'brokerage-pages-are-stored', replaces: { brokerAnswerForbidsStoring: () => false } },
  ],
});
