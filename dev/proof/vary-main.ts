import { writeFileSync } from 'node:fs';
import { checks } from '../../conformance/checks/index.ts';
import { variedBy } from '../../conformance/stack/marks.ts';
import { variations } from '../../conformance/variations/index.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import { ALL_PROFILES, gradeStack } from './prove.ts';

const names = process.argv.slice(3);
const profiles = process.argv[2] === 'all' ? ALL_PROFILES : ALL_PROFILES.filter((id) => id === process.argv[2]);
const out: Record<string, Record<string, string[]>> = {};
for (const [name, variation] of variations) {
  if (names.length && !names.includes(name)) continue;
  for (const profile of profiles) {
    const began = performance.now();
    const run = await gradeStack({ checks, scenarios: [] }, profile, GRADED_ERAS, { variations: [variation] });
    const by = new Map(run.exchanges.map((one) => [one.n, variedBy(one)]));
    const touched = new Set<string>();
    const bad: string[] = [];
    for (const one of run.checks) {
      if (one.verdict !== 'pass' && one.verdict !== 'not-applicable')
        bad.push(`${one.id} ${one.era} ${one.verdict}: ${one.reason ?? ''} expected ${one.expected}, seen ${one.seen}`);
      if (one.verdict === 'pass' && one.exchanges.some((n) => by.get(n)?.includes(name))) touched.add(one.id);
    }
    out[name] ??= {};
    out[name][profile] = [...touched];
    console.log(
      `${name} ${profile}: ${Math.round(performance.now() - began)} ms, touched ${touched.size}, bad ${bad.length}`,
    );
    for (const b of bad.slice(0, 8)) console.log(`    ${b.slice(0, 300)}`);
  }
}
writeFileSync(`/tmp/touched-${process.argv[2]}.json`, JSON.stringify(out));
