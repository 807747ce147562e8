// `node dev/test.mjs [stage …]`: runs these stages, by default all. The last line counts: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stages } from './stages.mjs';
import { resultsOf } from './test-results.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const none = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** A test runner that died left no results, or half of them. */
const readCounts = (runner, file) => {
  try {
    return resultsOf[runner](JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return none;
  }
};

/** Runs one command to its end; what it says is kept in `said` where others run beside it. */
const runCommand = async (args, env, said) => {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: said ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  const [status] = await once(child, 'close');
  return status;
};

const runStage = async ({ commands, env, counted }, results, said) => {
  const surroundings = { ...process.env, ...env?.(results) };
  const statuses = [];
  for (const args of commands(results)) statuses.push(await runCommand(args, surroundings, said));
  const counts = counted ? readCounts(counted, results) : none;
  // A stage that fails without a failing test (lint, types, a crash) still counts, so that exit code and counts agree.
  const isSilent = counts.failed === 0 && statuses.some((status) => status !== 0);
  return isSilent
    ? { ...counts, failed: 1, failures: [{ test: 'the stage as a whole', why: 'it says above what is wrong' }] }
    : counts;
};

const inWords = ({ passed, failed, skipped }, counted) => {
  if (!counted) return failed === 0 ? 'good' : 'FAILED';
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages);
const unknown = names.find((name) => !Object.hasOwn(stages, name));
if (unknown !== undefined) {
  console.error(`there is no stage “${unknown}”; known are ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'openbell-test-'));
const total = { passed: 0, failed: 0 };
const failures = [];
// No stage fills two cores from its beginning to its end: browsers wait, a test runner starts, the last file is a long one.
const lanes = Math.min(2, availableParallelism(), names.length);
const waiting = [...names.entries()];

async function workThrough() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [index, name] = next;
    const title = `[${index + 1}/${names.length}] ${name}`;
    const said = lanes > 1 ? [] : undefined;
    console.log(`\n${title}${said ? ' has begun' : ''}`);
    const began = performance.now();
    const counts = await runStage(stages[name], join(folder, `${name}.json`), said);
    total.passed += counts.passed;
    total.failed += counts.failed;
    failures.push(...counts.failures.map((failure) => ({ stage: name, ...failure })));
    if (said) console.log(`\n${Buffer.concat(said)}`);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${title}: ${inWords(counts, stages[name].counted)} (${seconds} s)`);
  }
}
await Promise.all(Array.from({ length: lanes }, workThrough));
rmSync(folder, { recursive: true, force: true });
// What failed stands far up in what the stages said: it is told once more where one looks first.
for (const { stage, test, why } of failures.slice(0, 20)) {
  console.log(`\nFAILED in ${stage}: ${test.replace(root, '')}\n${why.replaceAll(/^/gm, '  ')}`);
}
if (failures.length > 20) console.log(`\nand ${failures.length - 20} more`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
