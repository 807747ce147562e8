import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import type { Run } from '../../conformance/run/model.ts';
import { toHtml } from '../../reports/html/to-html.ts';
import {
  bigRun,
  comparedRun,
  failingRun,
  greenRun,
  hookedRun,
  hostileRun,
  oneUrlRun,
  stoppedRun,
  wantingRun,
} from './sample-run.ts';

const payload = `"><img src=x onerror="window.broken=1"><script>window.broken=1</script>`;
const runs = {
  failing: failingRun,
  green: greenRun,
  compared: comparedRun,
  hostile: () => hostileRun(payload),
  hooked: hookedRun,
  oneUrl: oneUrlRun,
  big: bigRun,
  huge: () => bigRun(2000),
  stopped: stoppedRun,
  wanting: wantingRun,
} satisfies Record<string, () => Run>;

const folder = mkdtempSync(join(tmpdir(), 'openbell-report-'));
// Not afterAll: a worker that runs tests in parallel ends a group more than once.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Writes a page and gives its address. */
export const pageOf = (name: string, run: Run): string => {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, toHtml(run));
  return pathToFileURL(file).href;
};

const written = new Map<string, string>();

/** The page of a sample run, made when it is first asked for. */
export const urlOf = (name: keyof typeof runs): string => {
  const url = written.get(name) ?? pageOf(name, runs[name]());
  written.set(name, url);
  return url;
};

/** Every page must stay silent: no request but for itself, no error, no word on the console. */
export const test = base.extend<{ noise: string[] }>({
  noise: [
    async ({ page }, use) => {
      const noise: string[] = [];
      page.on('console', (message) => noise.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
      page.on('request', (request) => {
        if (request.resourceType() !== 'document' || !request.url().startsWith('file:')) noise.push(request.url());
      });
      await use(noise);
      expect(noise).toEqual([]);
    },
    { auto: true },
  ],
});

/** A check that fails in the sample runs, and a journey that does, as addresses name them. */
export const wrong = 'check-pkce/refuses-a-wrong-verifier';
export const slash = 'journey-redirect-uri-mismatch/the-key-was-saved-with-a-trailing-slash';

export const visibleRows = (page: Page) => page.locator('.row:visible');
export const rowOf = (page: Page, id: string) => page.locator(`[id="${id}"]`);
