import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'redirect-uri-mismatch/sign-out-leads-nowhere-else',
  title: 'The return address of sign-out leads to no other site',
  clauses: [
    'rfc9700/no-open-redirector-as',
    'mcp-2025-11-25/authz/as-no-untrusted-redirect',
    'mcp-2026-07-28/authz/as-no-untrusted-redirect',
  ],
  level: 'MUST',
  blame: 'broker',
  applies: { needs: ['oauth'] },
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
  mutants: [{ name: 'returns-to-anywhere', replaces: { brokerReturnTargetIsKnown: () => true } }],
});
