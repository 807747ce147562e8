import { defineConfig } from 'vitest/config';
import { bundled } from './dev/bundle.mjs';
import { checkFilesForVite } from './dev/check-files.mjs';

const leftAlone = ['**/node_modules/**', 'dist/**', 'reports/out/**'];
/** Slow, and about the suite as a whole: the proof that every check can fail. */
const proof = '**/proof/**/*.test.ts';
/** What npm would publish, unpacked elsewhere. */
const packed = '**/{pack,*.pack}.test.ts';

/** `inline` are packages that Node cannot load as they are: they import JSON as bundlers do. */
const stage = (name: string, include: string[], exclude: string[] = [], inline: RegExp[] = []) => ({
  extends: true as const,
  test: { name, include, exclude: [...leftAlone, ...exclude], server: { deps: { inline } } },
});

const ofPackage = stage('package', [packed], [], [/@actions\//]);
/** The project is packed once for all. Source maps of packages that are inlined lead nowhere. */
const packages = {
  ...ofPackage,
  logLevel: 'error' as const,
  test: { ...ofPackage.test, globalSetup: ['dev/testing/pack.ts'] },
};

export default defineConfig({
  plugins: [checkFilesForVite],
  test: {
    projects: [
      stage('unit', ['**/*.test.ts'], [proof, packed]),
      { ...stage('proof', [proof]), plugins: [bundled(new URL('dev/proof/suite.ts', import.meta.url))] },
      packages,
    ],
    retry: 0,
    // The test that proves the suite fills one core for each profile; no test leaves anything behind in its module.
    maxWorkers: '100%',
    isolate: false,
    // A slow machine is no defect: on one with ten things to do a whole stack, graded before a test, takes three minutes.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { interval: 5, timeout: 60_000 } },
  },
});
