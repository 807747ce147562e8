import { defineConfig } from '@playwright/test';
import { findChromium } from './dev/find-chromium.mjs';

// Debian's Chromium is no `channel` of Playwright, hence the path. Chromium's sandbox does not start as root.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  testIgnore: ['**/node_modules/**', 'dist/**', 'reports/out/**'],
  timeout: 240_000,
  expect: { timeout: 60_000 },
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  use: {
    launchOptions: {
      executablePath: findChromium(),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
