import { defineConfig } from 'vitest/config';
import { checkFilesForVite } from './dev/check-files.mjs';

export default defineConfig({
  plugins: [checkFilesForVite],
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', 'reports/out/**'],
    retry: 0,
    // The test that proves the suite fills one core for each profile; no test leaves anything behind in its module.
    maxWorkers: '100%',
    isolate: false,
    testTimeout: 120_000,
    // A slow machine is no defect: the proof grades two whole stacks before its first test.
    hookTimeout: 240_000,
    expect: { poll: { interval: 5, timeout: 60_000 } },
  },
});
