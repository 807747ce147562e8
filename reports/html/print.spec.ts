import { expect, type Page } from '@playwright/test';
import { pageOf, rowOf, slash, test, urlOf, wrong } from '../../dev/testing/report-pages.ts';
import { failingRun } from '../../dev/testing/sample-run.ts';

/** How many sheets of A4 a page is on paper. */
const sheets = async (page: Page): Promise<number> => {
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g)!.length;
};

test('the verdict and the findings are on two sheets of paper', async ({ page }) => {
  await page.goto(urlOf('failing'));
  expect(await sheets(page)).toBeLessThanOrEqual(2);
  await page.goto(urlOf('stopped'));
  expect(await sheets(page)).toBeLessThanOrEqual(2);
  await page.goto(urlOf('green'));
  expect(await sheets(page)).toBe(1);
});

test('every cause is printed, those that are folded on the screen too', async ({ page }) => {
  const run = failingRun();
  // Each failure is a cause of its own.
  const checks = run.checks.map((check, n) => ({ ...check, remedy: `${check.remedy} (${n})` }));
  await page.goto(pageOf('causes', { ...run, checks }));
  const last = page.locator('.more .fix').last();
  await expect(last).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(last).toBeVisible();
  await expect(page.locator('.fix:visible')).toHaveCount(await page.locator('.fix').count());
});

test('of the rest, what was opened is printed', async ({ page }) => {
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await expect(rowOf(page, wrong)).toHaveAttribute('open', '');
  const closed = await sheets(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('.fix').first()).toBeVisible();
  await expect(rowOf(page, wrong).locator('.compared').first()).toBeVisible();
  await expect(rowOf(page, slash)).toBeHidden();
  for (const left of ['.tools', '.contents', '#wire-log', '#clauses', '#theme', '.copies >> nth=0'])
    await expect(page.locator(left)).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => {
    for (const row of document.querySelectorAll<HTMLDetailsElement>('.row')) row.open = true;
  });
  await expect(page.locator('.row .result').nth(60)).toBeAttached();
  expect(await sheets(page)).toBeGreaterThan(closed);
});
