import { checks } from '../../conformance/checks/index.ts';
import { variations } from '../../conformance/variations/index.ts';
import { gradeStack } from './prove.ts';
const [profile, era, name, ...only] = process.argv.slice(2) as any[];
const run = await gradeStack({ checks, scenarios: [] }, profile, [era], { variations: [variations.get(name)!], only });
for (const one of run.checks) {
  console.log(one.verdict, one.id, one.reason ?? '', one.expected ?? '', one.seen ?? '');
  if (only.includes(one.id)) for (const n of one.exchanges) { const e = run.exchanges.find((x) => x.n === n)!; console.log('  ', e.request.method, e.request.url, e.request.body?.slice(0, 150) ?? '', '->', e.response?.status, JSON.stringify(e.response?.headers['x-varied-by'] ?? ''), e.response?.body?.slice(0, 120)); }
}
