import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/sign-in-leads-nowhere-else',
  title: 'Whoever signs in by a link with a return address of another site is not sent there',
  clauses: ['rfc9700/no-open-redirector-as', 'mcp/authz/as-no-untrusted-redirect'],
  applies: { needs: ['sign-in-at-the-brokerage'] },
  blame: 'broker',
  async run(world) {
    const { origin } = world.brokerage();
    const { protocol } = new URL(origin);
    const { browser, email, password } = await world.person();
    const own = browser.another();
    for (const [given, target] of [
      ['https://attacker.example/', 'https://attacker.example/'],
      ['//attacker.example/', `${protocol}//attacker.example/`],
    ] as const) {
      // The first time the form is filled in; the second time the browser is signed in already.
      const url = `${origin}/sign-in?return_to=${encodeURIComponent(given)}`;
      const { redirect } = await own.visit(url, target, { email, password });
      expect.that(!redirect, { expected: `no redirect to ${given}`, seen: redirect?.url.href ?? '' });
    }
  },
  remedy: 'Follow the return address of the sign-in page to your own pages only.',
  variations: ['the-brokerages-pages-in-capitals', 'the-brokerage-redirects-otherwise'],
  mutants: [
    {
      name: 'signs-in-to-anywhere',
      replaces: { brokerReturnTargetIsKnown: (target, known) => known.length === 1 || known.includes(target) },
    },
    'returns-to-anywhere',
  ],
});
