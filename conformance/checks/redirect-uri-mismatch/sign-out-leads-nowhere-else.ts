import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/sign-out-leads-nowhere-else',
  title: 'The return address of sign-out leads to no other site',
  clauses: ['rfc9700/no-open-redirector-as', 'mcp/authz/as-no-untrusted-redirect'],
  applies: { needs: ['sign-in-at-the-brokerage'] },
  blame: 'broker',
  async run(world) {
    const { origin } = world.brokerage();
    for (const target of ['https://attacker.example/', '//attacker.example/', '/\\attacker.example/']) {
      const answer = await world.http.get(`${origin}/sign-out?return_to=${encodeURIComponent(target)}`);
      const leads = answer.headers.location ? new URL(answer.headers.location, origin).host : 'nowhere';
      expect.that(!leads.includes('attacker'), {
        expected: `no redirect to ${target}`,
        seen: answer.headers.location ?? '',
        at: answer,
      });
    }
  },
  remedy: 'Follow a return address only to your own pages and to partners.',
  variations: ['the-brokerages-pages-in-capitals'],
  mutants: [{ name: 'returns-to-anywhere', replaces: { brokerReturnTargetIsKnown: () => true } }],
});
