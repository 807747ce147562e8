// `node dev/test.mjs [stage …]`: runs these stages, by default all. The last line counts: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

const runStage = ({ commands, env, counted }, results) => {
  const surroundings = { ...process.env, ...env?.(results) };
  const statuses = commands(results).map(
    (args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: surroundings }).status,
  );
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
for (const [index, name] of names.entries()) {
  const title = `[${index + 1}/${names.length}] ${name}`;
  console.log(`\n${title}`);
  const began = performance.now();
  const counts = runStage(stages[name], join(folder, `${name}.json`));
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${title}: ${inWords(counts, stages[name].counted)} (${seconds} s)`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
