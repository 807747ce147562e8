// `node dev/compare-runs.mjs OLD/run.json NEW/run.json`: what differs in ids, verdicts, levels, clauses and remedies.
// For changes that mean to move code and no verdict; exit code 1 where anything differs.
import { readFileSync } from 'node:fs';

const compared = ['title', 'verdict', 'level', 'clauses', 'remedy', 'blame', 'reason'];
const keyOf = (result, targets) => {
  const { profile } = targets[result.target];
  return `${result.id} (${profile}, ${result.era})`;
};

function resultsOf(file) {
  const { checks, scenarios, targets } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map([...checks, ...scenarios].map((result) => [keyOf(result, targets), result]));
}

const [oldFile, newFile] = process.argv.slice(2);
if (!newFile) {
  console.error('usage: node dev/compare-runs.mjs OLD/run.json NEW/run.json');
  process.exit(2);
}
const before = resultsOf(oldFile);
const after = resultsOf(newFile);
const lines = [
  ...[...before.keys()].filter((key) => !after.has(key)).map((key) => `gone: ${key}`),
  ...[...after.keys()].filter((key) => !before.has(key)).map((key) => `new: ${key} ${after.get(key).verdict}`),
];
for (const [key, old] of before) {
  const now = after.get(key);
  if (!now) continue;
  for (const field of compared) {
    const [was, is] = [old[field], now[field]].map((value) => JSON.stringify(value) ?? 'nothing');
    if (was !== is) lines.push(`${key}: ${field} was ${was}, is ${is}`);
  }
}
for (const line of lines) console.log(line);
console.log(`${before.size} results before, ${after.size} after, ${lines.length} differences`);
process.exitCode = lines.length === 0 ? 0 : 1;
