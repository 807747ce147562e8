import { expect, type Page } from '@playwright/test';
import { rowOf, slash, test, urlOf, wrong } from '../../dev/testing/report-pages.ts';

/** A browser without a clipboard, as those are that open a report by HTTP or deny it. */
const takeClipboard = (page: Page) =>
  page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));

/** A clipboard that can be read without leave. */
const watchClipboard = (page: Page) =>
  page.addInitScript(() => {
    const writeText = async (text: string) => {
      document.documentElement.dataset.copied = text;
    };
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
const copied = (page: Page) => page.evaluate(() => document.documentElement.dataset.copied ?? '');

test('m copies the finding as Markdown for a ticket', async ({ page }) => {
  await watchClipboard(page);
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await expect(rowOf(page, wrong).locator('> summary')).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.locator('#said')).toContainText('as Markdown');
  const text = await copied(page);
  expect(text).toMatch(/^### Not met: A code is not redeemed with another verifier\n/);
  expect(text).toContain('- **Where:** static-client · 2025-11-25, http:&#47;/127.0.0.1:4180/mcp');
  expect(text).toContain('- **Seen:** HTTP 200 and an access token');
  expect(text).toContain('- **Who must act:** authorization-server');
  expect(text).toContain('\n```sh\ncurl -i ');
});

test('c copies the request of the finding as curl, or of the exchange that has the focus', async ({ page }) => {
  await watchClipboard(page);
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await page.keyboard.press('c');
  await expect.poll(() => copied(page)).toContain('--url http://127.0.0.1:4180/oauth/token');
  expect(await copied(page)).toContain("--data-raw 'grant_type=authorization_code&");
  await rowOf(page, wrong).locator('.x > summary').nth(1).focus();
  await page.keyboard.press('c');
  await expect.poll(() => copied(page)).toContain('--url http://127.0.0.1:4180/mcp');
});

test('buttons copy the same as the keys, on a finding, a result and an exchange', async ({ page }) => {
  await watchClipboard(page);
  await page.goto(urlOf('failing'));
  const fix = page.locator('.fix', { hasText: 'A code is not redeemed with another verifier' });
  await fix.getByRole('button', { name: 'Copy Markdown' }).click();
  await expect(page.locator('#said')).toContainText('as Markdown');
  const fromFinding = await copied(page);
  await fix.locator('.what a').click();
  const result = rowOf(page, wrong).locator('.result').first();
  await result.getByRole('button', { name: 'Copy Markdown' }).click();
  expect(await copied(page)).toBe(fromFinding);
  await result.getByRole('button', { name: 'Copy curl' }).click();
  await expect(page.locator('#said')).toContainText('as curl');
  const fromResult = await copied(page);
  await result.locator('.x > summary').first().click();
  await result.locator('.x').first().getByRole('button', { name: 'Copy curl' }).click();
  expect(await copied(page)).toBe(fromResult);
});

test('a journey is told by the step that failed', async ({ page }) => {
  await watchClipboard(page);
  await page.goto(`${urlOf('failing')}#${slash}`);
  await expect(rowOf(page, slash).locator('> summary')).toBeFocused();
  await page.keyboard.press('m');
  await expect.poll(() => copied(page)).toContain('- **Step:** ');
  expect(await copied(page)).toContain('stopped at the brokerage, on a page that says redirect&#95;uri&#95;mismatch');
});

test('what nobody gets past can be copied, though no line shows it', async ({ page }) => {
  await watchClipboard(page);
  await page.goto(urlOf('stopped'));
  await page.locator('.fix').first().getByRole('button', { name: 'Copy Markdown' }).click();
  await expect.poll(() => copied(page)).toMatch(/^### Nobody can sign in\n/);
});

test('without a clipboard the text is shown and selected', async ({ page }) => {
  await takeClipboard(page);
  await page.goto(`${urlOf('failing')}#${wrong}`);
  await page.keyboard.press('c');
  const box = page.locator('#copy textarea');
  await expect(box).toBeFocused();
  const { text, selected } = await box.evaluate((area: HTMLTextAreaElement) => ({
    text: area.value,
    selected: area.value.slice(area.selectionStart, area.selectionEnd),
  }));
  expect(text).toMatch(/^curl /);
  expect(selected).toBe(text);
  await page.keyboard.press('Escape');
  await expect(page.locator('#copy')).toBeHidden();
});

test('where nothing is chosen, the keys say so; what they do is in the help', async ({ page }) => {
  await page.goto(urlOf('green'));
  await page.keyboard.press('m');
  await expect(page.locator('#said')).toContainText('Choose a line first');
  await page.keyboard.press('?');
  await expect(page.locator('#help')).toContainText('Markdown');
  await expect(page.locator('#help')).toContainText('curl');
});

test('what a hostile target said stays text in Markdown and in curl', async ({ page }) => {
  await watchClipboard(page);
  await page.goto(urlOf('hostile'));
  await page.keyboard.press('n');
  await page.keyboard.press('m');
  await expect.poll(() => copied(page)).toContain('### Not met');
  const prose = (await copied(page)).replace(/```sh\n.*\n```/, '').replace(/<\/?sub>/g, '');
  expect(prose).not.toContain('<');
});
