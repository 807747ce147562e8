import { expect } from '@playwright/test';
import { pageOf, rowOf, slash, test, urlOf, wrong } from '../../dev/testing/report-pages.ts';
import { failingRun } from '../../dev/testing/sample-run.ts';

test('deep links open what they point to: a row, a result, an exchange of the log', async ({ page }) => {
  const passing = 'check-wire/keeps-ids';
  const result = `${passing}@dynamic-client-2026-07-28`;
  await page.goto(`${urlOf('failing')}#${result}`);
  await expect(page.locator(`[id="${result}"]`)).toBeInViewport();
  await page.goto(`${urlOf('failing')}#exchange-250`);
  await expect(page.locator('#exchange-250')).toBeInViewport();
  await expect(page.locator('#exchange-250')).toContainText('in the wire log');
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await expect(rowOf(page, wrong).locator('summary').first()).toBeInViewport();
  await page.goto(`${urlOf('failing')}#no-such-id`);
});

test('a result without a profile has its era for an address', async ({ page }) => {
  await page.goto(`${urlOf('oneUrl')}#${wrong}@2026-07-28`);
  await expect(page.locator(`[id="${wrong}@2026-07-28"]`)).toBeInViewport();
});

test('the address of a result leads there in the next run too, wherever its target stands', async ({ page }) => {
  await page.goto(urlOf('failing'));
  const link = page.locator('.fix h4 a', { hasText: 'A code is not redeemed with another verifier' });
  const address = await link.getAttribute('href');
  const run = failingRun();
  const turned = <T extends { target: number }>(results: T[]) =>
    results.map((result) => ({ ...result, target: 1 - result.target })).reverse();
  const next = {
    ...run,
    targets: [...run.targets].reverse(),
    checks: turned(run.checks),
    scenarios: turned(run.scenarios),
  };
  await page.goto(`${pageOf('next', next)}${address}`);
  const result = page.locator('.result.target');
  await expect(result).toBeInViewport();
  await expect(result.locator('.at')).toHaveText('static-client · 2025-11-25');
  await expect(result.locator('h4 > b')).toHaveText('fail');
});

test('an address of an earlier report, which counted targets, still leads there', async ({ page }) => {
  for (const id of [wrong, 'check-wire/keeps-ids']) {
    await page.goto(`${urlOf('failing')}#${id}@1-2026-07-28`);
    await expect(page.locator(`[id="${id}@dynamic-client-2026-07-28"]`)).toBeInViewport();
  }
});

test('an address whose result is not in the run leads to its line', async ({ page }) => {
  for (const id of [wrong, 'check-wire/keeps-ids']) {
    await page.goto(`${urlOf('oneUrl')}#${id}@0-2026-07-28`);
    await expect(rowOf(page, id)).toHaveAttribute('open', '');
    await expect(rowOf(page, id).locator('> summary')).toBeInViewport();
    await expect(rowOf(page, id).locator('> summary')).toBeFocused();
  }
  await page.goto(`${urlOf('oneUrl')}#${slash}s`);
  await expect(rowOf(page, slash)).not.toHaveAttribute('open');
});

test('the address follows the row that is opened, and leads back to it', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await rowOf(page, wrong).locator('> summary').click();
  await expect.poll(() => page.url()).toContain(`#${wrong}`);
  await page.reload();
  await expect(rowOf(page, wrong)).toHaveAttribute('open', '');
});

test('a link to a row that a filter hides shows it again', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await page.locator('#search').fill('no such words');
  await page.locator('.fix h4 a').first().click();
  await expect(page.locator('.row[open]')).toBeVisible();
});
