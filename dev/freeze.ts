import { writeFileSync } from 'node:fs';
import { checks } from '../conformance/checks/index.ts';
import { loadScenarios } from '../conformance/scenarios/load.ts';

// `npm run freeze -- 2026.11`: what there is to grade becomes the set of that month.

const [name = ''] = process.argv.slice(2);
if (!/^\d{4}\.\d{2}$/.test(name)) {
  process.stderr.write('say which month, such as 2026.11\n');
  process.exit(2);
}
const ids = [...checks, ...loadScenarios()].map(({ id }) => id).sort();
writeFileSync(`conformance/sets/${name}.json`, `${JSON.stringify(ids, null, 2)}\n`);
process.stdout.write(`${name} holds ${ids.length} checks and journeys\n`);
