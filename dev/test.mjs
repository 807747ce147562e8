// Everything that must hold before a change goes in, stage by stage. The last line counts: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'openbell-test-'));
const vitestFile = join(results, 'vitest.json');
const playwrightFile = join(results, 'playwright.json');
const bin = (name) => join(root, 'node_modules', '.bin', name);

const readResults = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** A file that cannot even be loaded has no failing test to count, so it counts as one itself. */
const vitestCounts = () => {
  const run = readResults(vitestFile);
  if (!run) return undefined;
  const broken = run.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: run.numPassedTests, failed: run.numFailedTests + broken.length, skipped: run.numPendingTests };
};

const playwrightCounts = () => {
  const run = readResults(playwrightFile);
  if (!run) return undefined;
  const { expected, flaky, unexpected, skipped } = run.stats;
  return { passed: expected + flaky, failed: unexpected + run.errors.length, skipped };
};

const stages = [
  { name: 'build', command: [process.execPath, 'build.mjs'] },
  { name: 'lint', command: [bin('biome'), 'check', '.'] },
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  {
    name: 'tests',
    command: [bin('vitest'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${vitestFile}`],
    counts: vitestCounts,
  },
  {
    name: 'browser tests',
    command: [process.execPath, 'dev/browser-tests.mjs', '--reporter=dot,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightFile },
    counts: playwrightCounts,
  },
];

let passed = 0;
let failed = 0;
for (const [index, stage] of stages.entries()) {
  console.log(`\n[${index + 1}/${stages.length}] ${stage.name}`);
  const began = performance.now();
  const [command, ...args] = stage.command;
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...stage.env } });
  const counts = stage.counts?.() ?? { passed: 0, failed: 0, skipped: 0 };
  // A stage that fails without a failing test (lint, types, a crash) still counts, so that exit code and counts agree.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
  const outcome = stage.counts
    ? `${counts.passed} passed, ${counts.failed} failed${skipped}`
    : status === 0
      ? 'good'
      : 'FAILED';
  console.log(
    `[${index + 1}/${stages.length}] ${stage.name}: ${outcome} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  );
}
rmSync(results, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
