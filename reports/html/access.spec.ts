import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { rowOf, slash, test, urlOf, wrong } from '../../dev/testing/report-pages.ts';

test('focus can be seen', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await page.keyboard.press('j');
  const style = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  expect(style).toBe('solid');
});

test('the theme follows the system, and can be chosen', async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(urlOf('failing'));
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.keyboard.press('t');
  await expect(page.locator('#theme')).toHaveText('Theme: light');
  expect(await ground()).toBe(light);
});

test('a phone scrolls in one direction only', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await rowOf(page, wrong).locator('.x > summary').first().click();
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
  const { height } = (await page.locator('.top .name').boundingBox())!;
  expect(height).toBeLessThan(32);
});

const openOneOfEach = async (page: Page) => {
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await rowOf(page, wrong).locator('.x > summary').first().click();
  await rowOf(page, slash).locator('> summary').click();
  await page.locator('#no-check-yet > summary').click();
  await page.locator('.log > summary').first().click();
  await expect(page.locator('#exchange-1')).toBeVisible();
};

test('axe finds nothing', async ({ page }) => {
  await openOneOfEach(page);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
});

test('axe finds enough contrast in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openOneOfEach(page);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withRules('color-contrast').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
});

test('axe finds nothing in the help', async ({ page }) => {
  await page.goto(urlOf('green'));
  await page.keyboard.press('?');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test('axe finds nothing where a text is to be copied', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await page.keyboard.press('m');
  await expect(page.locator('#copy')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test('axe finds nothing beside an earlier run', async ({ page }) => {
  await page.goto(`${urlOf('compared')}#since`);
  await expect(page.locator('#since')).toHaveAttribute('open', '');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
  }
});
