import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Bank, mcpUrl, openBank, rightRequest } from '../../dev/testing/bank.ts';

// Pages in a real browser: what forms, policies and redirects do together, and whether everybody can use them.

let bank: Bank;
let app: Server;
let callback: string;
let clientId: string;

test.beforeAll(async () => {
  bank = await openBank();
  app = createServer((_req, res) => void res.end('the app has its answer'));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/auth/callback`;
});
test.afterAll(async () => {
  app.close();
  await bank.close();
});
test.beforeEach(async () => {
  bank.broker.reset();
  clientId = await bank.makeKey({ redirect_uri: callback });
});

const authorizeUrl = (changes: Record<string, string> = {}): string =>
  `${bank.broker.origin}/oauth2/authorize?${new URLSearchParams({ ...rightRequest(clientId), redirect_uri: callback, ...changes })}`;

async function signIn(page: Page, password = 'opening-bell'): Promise<void> {
  await page.getByLabel('Email address').fill('trader@example.com');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

test('a trader signs in, allows, and the app gets its code', async ({ page }) => {
  await page.goto(authorizeUrl());
  await signIn(page, 'wrong');
  await expect(page.getByRole('alert')).toContainText('password is wrong');
  await signIn(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Claude MCP');
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page).toHaveURL(/\/auth\/callback\?code=.+&state=state-1&iss=/);
  await page.goto(authorizeUrl());
  await expect(page, 'the second time nobody is asked').toHaveURL(/\/auth\/callback\?code=/);
});

test('a permission page that was left comes up again', async ({ page }) => {
  await page.goto(authorizeUrl());
  await signIn(page);
  await page.goto('about:blank');
  await page.goto(authorizeUrl());
  await page.getByRole('button', { name: 'Deny' }).click();
  await expect(page).toHaveURL(/error=access_denied/);
  await page.goto(authorizeUrl());
  await expect(page.getByRole('button', { name: 'Allow' })).toBeVisible();
});

test('not you? signs out and keeps the request', async ({ page }) => {
  await page.goto(authorizeUrl());
  await signIn(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Email address').fill('twin@example.com');
  await page.getByLabel('Password').fill('opening-bell');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('[data-account-email]')).toContainText('twin@example.com');
});

test('a page has the style that its own policy lets in', async ({ page }) => {
  await page.goto(authorizeUrl());
  await expect(page.locator('.card')).toHaveCSS('border-top-left-radius', '12.8px');
});

test('no site can put the permission page into a frame', async ({ page }) => {
  await page.goto(authorizeUrl());
  await signIn(page);
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame'));
  await page.goto(callback);
  await page.setContent(`<iframe src="${authorizeUrl().replaceAll('&', '&amp;')}"></iframe>`);
  expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/i);
});

test('a key is generated, warned about, mended, deactivated and deleted', async ({ page }) => {
  await page.goto(`${bank.broker.origin}/client-center`);
  await signIn(page);
  await page.locator('#name').fill('Cursor MCP');
  await page.locator('#redirect_uri').fill(mcpUrl);
  await page.getByRole('button', { name: 'Generate key' }).click();
  const made = await page.locator('[data-new-client-id]').textContent();
  const card = page.locator(`[data-client-id="${made}"]`);
  await expect(card.locator('[data-warning]')).toContainText('This is the MCP URL');
  await card.getByLabel('Redirect URI').fill('https://gateway.example/auth/callback');
  await card.getByRole('button', { name: 'Save changes' }).click();
  await expect(card.locator('[data-warning]')).toHaveCount(0);
  await card.getByRole('button', { name: 'Deactivate' }).click();
  await expect(card).toHaveAttribute('data-state', 'deactivated');
  await card.getByRole('button', { name: 'Delete' }).click();
  await expect(card).toHaveCount(0);
});

test('everything can be done with the keyboard', async ({ page }) => {
  await page.goto(authorizeUrl());
  await page.getByLabel('Email address').focus();
  await page.keyboard.type('trader@example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.type('opening-bell');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Deny' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/auth\/callback\?code=/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, on a phone`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 720 } });

    test('every page is accessible and fits the screen', async ({ page }) => {
      const look = async () => {
        await expectAccessible(page);
        const { width, screen } = await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          screen: document.documentElement.clientWidth,
        }));
        expect(width).toBeLessThanOrEqual(screen);
      };
      await page.goto(authorizeUrl({ scope: '' }));
      await signIn(page, 'wrong');
      await look();
      await signIn(page);
      await look();
      await page.goto(authorizeUrl({ redirect_uri: `${callback}/` }));
      await look();
      await page.goto(authorizeUrl({ client_id: 'never-made' }));
      await look();
      await bank.makeKey({ name: 'A key of a friend of the brokerage', redirect_uri: mcpUrl });
      await page.goto(`${bank.broker.origin}/client-center?generated=${clientId}`);
      await look();
      await page.goto(`${bank.broker.origin}/nothing-here`);
      await expect(page.locator('h1')).toHaveText('There is nothing here');
      await look();
      await page.goto(`${bank.broker.origin}/sign-out`);
      await look();
    });
  });
}
