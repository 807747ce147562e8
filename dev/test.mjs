// `node dev/test.mjs [stage …]`: runs these stages, by default all. The last line counts: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stages } from './stages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const none = { passed: 0, failed: 0, skipped: 0 };

/** What each test runner's JSON comes to. */
const countsOf = {
  /** A file that cannot even be loaded has no failing test to count, so it counts as one itself. */
  vitest(run) {
    const broken = run.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    );
    return { passed: run.numPassedTests, failed: run.numFailedTests + broken.length, skipped: run.numPendingTests };
  },
  playwright({ stats, errors }) {
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped };
  },
};

/** A test runner that died left no results, or half of them. */
const readCounts = (runner, file) => {
  try {
    return countsOf[runner](JSON.parse(readFileSync(file, 'utf8')));
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
  return isSilent ? { ...counts, failed: 1 } : counts;
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
    if (said) console.log(`\n${Buffer.concat(said)}`);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${title}: ${inWords(counts, stages[name].counted)} (${seconds} s)`);
  }
}
await Promise.all(Array.from({ length: lanes }, workThrough));
rmSync(folder, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
