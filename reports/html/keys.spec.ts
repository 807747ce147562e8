import { expect, type Page } from '@playwright/test';
import { rowOf, test, urlOf, visibleRows } from '../../dev/testing/report-pages.ts';

const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest('.row')?.id);

test('the keyboard is enough', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await page.keyboard.press('/');
  await expect(page.locator('#search')).toBeFocused();
  await page.keyboard.type('audience');
  await page.keyboard.press('Enter');
  const [first, second] = await visibleRows(page).evaluateAll((rows) => rows.map((row) => row.id));
  expect(await focused(page)).toBe(first);
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(second);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(first);
  await page.keyboard.press('Enter');
  await expect(rowOf(page, first!)).toHaveAttribute('open', '');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, first!)).not.toHaveAttribute('open');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(page.locator('#search')).toHaveValue('');
  await page.keyboard.press('n');
  expect(await focused(page)).toMatch(/pkce/);
  await page.keyboard.press('?');
  await expect(page.locator('#help')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#help')).toBeHidden();
});

for (const [width, height] of [
  [1280, 900],
  [400, 800],
] as const)
  test(`what the keys lead to is inside a window of ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto(urlOf('big'));
    for (const key of ['n', 'n', 'n', 'j', 'k']) {
      await page.keyboard.press(key);
      await expect(page.locator('.row > summary:focus')).toBeInViewport({ ratio: 1 });
    }
  });

test('what n leads to is on top, and stays there when Enter opens it', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(urlOf('big'));
  const top = () => page.locator('.row > summary:focus').evaluate((line) => line.getBoundingClientRect().top);
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await expect.poll(top).toBeLessThan(200);
  await page.keyboard.press('Enter');
  await expect(page.locator('.row:focus-within .result').first()).toBeInViewport();
  await expect.poll(top).toBeLessThan(200);
  const tools = (await page.locator('.tools').boundingBox())!;
  expect(await top()).toBeGreaterThanOrEqual(tools.y + tools.height);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.locator('.row:focus-within .result').first()).toBeInViewport();
});
