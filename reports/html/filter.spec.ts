import { expect } from '@playwright/test';
import { rowOf, test, urlOf, visibleRows, wrong } from '../../dev/testing/report-pages.ts';

test('search finds words, ids, clauses and what was seen', async ({ page }) => {
  await page.goto(urlOf('failing'));
  const all = await visibleRows(page).count();
  for (const [words, id] of [
    ['stolen verifier nothing', undefined],
    ['another verifier', wrong],
    ['oauth21/pkce-wrong-verifier', wrong],
    ['an access token', wrong],
  ] as const) {
    await page.locator('#search').fill(words);
    await expect(visibleRows(page)).toHaveCount(id ? 1 : 0);
    if (id) await expect(rowOf(page, id)).toBeVisible();
  }
  await page.locator('#search').fill('no such words');
  await expect(page.locator('#none')).toBeVisible();
  await page.locator('#none button').click();
  await expect(visibleRows(page)).toHaveCount(all);
});

test('filters by verdict, target, level and exercise, and says how many are left', async ({ page }) => {
  await page.goto(urlOf('failing'));
  const counted = async () => Number((await page.locator('#shown').textContent())!.split(' ')[0]);
  await page.locator('.chip', { hasText: 'warn' }).click();
  await expect(visibleRows(page)).toHaveCount(1);
  await page.locator('#column').selectOption('2');
  await expect(visibleRows(page)).toHaveCount(0);
  await page.locator('.tools .reset').click();
  await page.locator('#level').selectOption('SHOULD');
  expect(await visibleRows(page).count()).toBe(await counted());
  await page.locator('#level').selectOption('journey');
  await page.locator('#exercise').selectOption('revocation');
  await expect(visibleRows(page)).toHaveCount(1);
});

test('a cell of the map filters to its exercise and target', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await page.locator('.cell[data-exercise="pkce"][data-column="0"]').click();
  await expect(page.locator('#column')).toHaveValue('0');
  await expect(page.locator('.exercise:visible')).toHaveCount(1);
  await page.locator('.count', { hasText: 'blocked' }).click();
  await expect(page.locator('.chip[aria-pressed="true"]')).toHaveText(/blocked/);
});

test('a thousand results can be searched and opened', async ({ page }) => {
  await page.goto(urlOf('big'));
  await page.locator('#search').fill('keeps-ids-3');
  await expect(visibleRows(page)).toHaveCount(1);
  await visibleRows(page).locator('> summary').click();
  await expect(visibleRows(page).locator('.result')).toHaveCount(4);
});

test('of two thousand results one is found', async ({ page }) => {
  await page.goto(urlOf('huge'));
  await page.locator('#search').fill('keeps-ids-9');
  await expect(visibleRows(page)).toHaveCount(1);
});
