import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { toHtml } from '../../reports/html/to-html.ts';
import { findChromium } from '../find-chromium.mjs';
import { bigRun } from '../testing/sample-run.ts';
import { type Figure, median } from './figure.ts';

const runs = 5;
const results = 2000;

/** A report of so many results: made, weighed, and opened in a Chromium until its lines are painted and can be searched. */
export async function measureReport(): Promise<Figure[]> {
  const path = findChromium();
  if (!path) throw new Error('no Chromium to open a report with');
  const run = bigRun(results);
  const made: number[] = [];
  let html = '';
  for (let n = 0; n < runs; n++) {
    const begun = performance.now();
    html = toHtml(run);
    made.push(performance.now() - begun);
  }
  const folder = mkdtempSync(join(tmpdir(), 'openbell-bench-'));
  const file = join(folder, 'index.html');
  writeFileSync(file, html);
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: path, args });
  try {
    const opened: number[] = [];
    for (let n = 0; n < runs; n++) opened.push(await openOnce(browser, pathToFileURL(file).href));
    const what = `report of ${run.checks.length + run.scenarios.length} results`;
    return [
      { what: `${what}: made`, value: median(made), unit: 'ms', runs },
      {
        what: `${what}: \`index.html\``,
        value: Buffer.byteLength(html) / 1e6,
        unit: 'MB',
        runs: 1,
        bound: { most: 1.2 },
      },
      { what: `${what}: opened`, value: median(opened), unit: 'ms', runs, bound: { most: 1000 } },
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds until the page was painted with its scripts run. */
async function openOnce(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  try {
    const begun = performance.now();
    await page.goto(url);
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    return performance.now() - begun;
  } finally {
    await page.close();
  }
}
