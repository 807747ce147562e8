import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { Stack } from '../../dev/testing/gateway-stack.ts';
import { ordersSent, startMinting } from '../../dev/testing/minting-stack.ts';
import { startClient } from '../../dev/testing/sample-client.ts';

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1000, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1000, height: 800 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const;

async function withClient(page: Page, run: (stack: Stack) => Promise<void>): Promise<void> {
  const stack = await startMinting();
  const client = await startClient(stack);
  try {
    await page.goto(client.origin);
    await run(stack);
  } finally {
    await client.close();
    await stack.close();
  }
}

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your question').fill(text);
  await page.keyboard.press('Enter');
  await expect(page.locator('.person').last()).toContainText(text);
}

async function expectGoodPage(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider).toBe(0);
}

for (const { name, ...look } of looks) {
  test.describe(name, () => {
    test.use(look);

    test('asks, sees the summary, says yes, and the order is in the journal of the broker', async ({ page }) => {
      await withClient(page, async (stack) => {
        await expectGoodPage(page);
        await ask(page, 'What is my buying power?');
        await expect(page.locator('.assistant')).toContainText('buying power');
        await ask(page, 'Buy 1 AAPL');
        const order = page.locator('.order');
        await expect(order).toContainText('Buy 1 AAPL at the market');
        await expectGoodPage(page);
        expect(await ordersSent(stack)).toEqual([]);
        await order.getByRole('button', { name: 'Yes' }).click();
        await expect(order).toContainText('Sent to the broker');
        await expect(order.getByRole('button')).toHaveCount(0);
        await expectGoodPage(page);
        expect(await ordersSent(stack)).toMatchObject([{ status: 200 }]);
      });
    });
  });
}

test('says no, and nothing is sent', async ({ page }) => {
  await withClient(page, async (stack) => {
    await ask(page, 'Buy 1 AAPL');
    await page.getByRole('button', { name: 'No' }).click();
    await expect(page.locator('.order')).toContainText('Not sent: you said no');
    expect(await ordersSent(stack)).toEqual([]);
  });
});

test('waits three minutes, and a yes comes too late', async ({ page }) => {
  await withClient(page, async (stack) => {
    await ask(page, 'Buy 1 AAPL');
    stack.clock.advance(180_000);
    await page.getByRole('button', { name: 'Yes' }).click();
    await expect(page.locator('.order')).toContainText('Not sent: two minutes went by');
    await expect(page.locator('.notice')).toContainText('Nothing was sent.');
    expect(await ordersSent(stack)).toEqual([]);
  });
});

test('goes back and presses yes again: it is sent once', async ({ page }) => {
  await withClient(page, async (stack) => {
    await ask(page, 'Buy 1 AAPL');
    await page.getByRole('button', { name: 'Yes' }).click();
    await expect(page.locator('.order')).toContainText('Sent to the broker');
    await page.goBack();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Yes' })).toHaveCount(0);
    expect(await ordersSent(stack)).toHaveLength(1);
  });
});
