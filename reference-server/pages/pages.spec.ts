import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { authorizeUrl, redeem, register } from '../../dev/testing/gateway-client.ts';
import { hooksToken, type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import { partners } from '../../dev/testing/partner-stack.ts';
import type { ProfileId } from '../types.ts';

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1000, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1000, height: 800 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const;

interface Parties {
  stack: Stack;
  /** Where a client listens: a port of its own, as native clients have it. */
  callback: string;
}

async function withStack(profile: ProfileId, run: (parties: Parties) => Promise<void>): Promise<void> {
  const stack = await startStack(profile, { partners });
  const client = createServer((_req, res) => res.end('the client'));
  await new Promise<void>((resolve) => client.listen(0, '127.0.0.1', resolve));
  try {
    await run({ stack, callback: `http://127.0.0.1:${(client.address() as AddressInfo).port}/callback` });
  } finally {
    client.closeAllConnections();
    client.close();
    await stack.close();
  }
}

/** No finding of axe, and nothing that is wider than the window. */
async function expectGoodPage(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider).toBe(0);
  const sticksOut = await page.evaluate(() =>
    [...document.querySelectorAll('main :is(p, li, dd, td, th)')]
      .filter((element) => element.scrollWidth > element.clientWidth && getComputedStyle(element).display !== 'inline')
      .map((element) => element.textContent),
  );
  expect(sticksOut).toEqual([]);
}

async function signIn(page: Page, email = 'trader@example.com'): Promise<void> {
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', 'opening-bell');
  await page.click('button:has-text("Sign in")');
}

/** The parameters with which the browser arrived at the client. */
async function arrival(page: Page, callback: string): Promise<URLSearchParams> {
  await page.waitForURL(`${callback}?**`);
  return new URL(page.url()).searchParams;
}

for (const { name, ...look } of looks) {
  test.describe(name, () => {
    test.use(look);

    test('a client asks, the user allows less, sees it listed and revokes it', async ({ page }) => {
      await withStack('dynamic-client', async ({ stack, callback }) => {
        const clientId = (await register(stack, { client_name: 'Claude' })).body.client_id;
        await page.goto(authorizeUrl(stack, { client_id: clientId, scope: 'mcp:trade', redirect_uri: callback }));
        await signIn(page);
        await expect(page.locator('h1')).toHaveText('Claude wants to use your account');
        await expect(page.locator('[data-field=redirect-host]')).toHaveText(new URL(callback).host);
        await expect(page.locator('[name=scope][value="mcp:read"]')).toBeChecked();
        await expectGoodPage(page);
        await page.click('[name=decision][value=allow]');
        const code = (await arrival(page, callback)).get('code')!;
        await redeem(stack, clientId, code, { redirect_uri: callback });
        await page.goto(`${stack.gateway.origin}/ai-clients`);
        await expect(page.locator('[data-grant-id] [data-field=scope]')).toContainText('Read only: see accounts');
        await page.click('summary');
        await expectGoodPage(page);
        await page.click('[name=action][value=revoke]');
        await expect(page.locator('[data-grant-id]')).toHaveCount(0);
        await expect(page.getByRole('status')).toContainText('Claude');
        await expectGoodPage(page);
      });
    });

    test('a key is used for the first time, and the user sees where it goes', async ({ page }) => {
      await withStack('static-client', async ({ stack, callback }) => {
        const key = {
          user: 'trader@example.com',
          name: 'Claude MCP',
          redirect_uri: `${stack.gateway.origin}/auth/callback`,
        };
        const headers = { authorization: `Bearer ${hooksToken}` };
        const answer = await page.request.post(`${stack.gateway.origin}/test-hooks/keys`, { data: key, headers });
        const { client_id } = await answer.json();
        const target = 'https://claude.ai/api/mcp/auth_callback';
        await page.goto(authorizeUrl(stack, { client_id, redirect_uri: target }));
        await signIn(page);
        await page.click('[value=allow]');
        await expect(page.locator('[data-field=redirect-host]')).toHaveText('claude.ai');
        await expectGoodPage(page);
        await page.goto(authorizeUrl(stack, { client_id, redirect_uri: callback }));
        await expect(page.locator('h1')).toHaveText('Connect a program on this computer?');
        await page.click('[name=action][value=continue]');
        expect((await arrival(page, callback)).get('code')).toBeTruthy();
      });
    });

    test('a client that is not known here', async ({ page }) => {
      await withStack('dynamic-client', async ({ stack }) => {
        await page.goto(authorizeUrl(stack, { client_id: 'nobody' }));
        await expect(page.locator('[data-error-code=invalid_client]')).toContainText('/oauth/register');
        await expectGoodPage(page);
      });
    });

    test('a partner leaves some scopes and sees the client listed; whoever is none is told so', async ({ page }) => {
      await withStack('partner-key', async ({ stack, callback }) => {
        const { client_id } = (await register(stack, { client_name: 'Claude' })).body;
        const asked = authorizeUrl(stack, { client_id, redirect_uri: callback });
        await page.goto(asked);
        await signIn(page);
        await expectGoodPage(page);
        await page.uncheck('[name=scope][value="messages.read"]');
        await page.click('[name=decision][value=allow]');
        const code = (await arrival(page, callback)).get('code')!;
        const { scope } = (await redeem(stack, client_id, code, { redirect_uri: callback })).body;
        expect(scope).toBe('directory.read events.read positions.read stats.read');
        await page.goto(`${stack.gateway.origin}/ai-clients`);
        await expect(page.locator('[data-grant-id]')).toHaveCount(1);
        await expectGoodPage(page);
        await page.context().clearCookies();
        await page.goto(asked);
        await signIn(page, 'free@example.com');
        await expect(page.locator('[data-error-code=access_denied]')).toBeVisible();
        await expectGoodPage(page);
        await page.click('[name=action][value=back]');
        expect((await arrival(page, callback)).get('error')).toBe('access_denied');
      });
    });

    test('the MCP URL in a browser says where it goes', async ({ page }) => {
      await withStack('dynamic-client', async ({ stack }) => {
        const answer = await page.goto(stack.gateway.mcpUrl);
        expect(answer?.status()).toBe(401);
        await expect(page.locator('[data-field=mcp-url]')).toHaveText(stack.gateway.mcpUrl);
        await expectGoodPage(page);
      });
    });

    test('the quick reference where tokens are minted, with the form of each client', async ({ page }) => {
      await withStack('minted-token', async ({ stack }) => {
        await page.goto(`${stack.gateway.origin}/`);
        for (const name of await page.locator('summary').all()) await name.click();
        await expect(page.locator('[data-client=windsurf]')).toContainText('"serverUrl"');
        await expectGoodPage(page);
      });
    });

    test('the quick reference and an error page', async ({ page }) => {
      await withStack('static-client', async ({ stack }) => {
        await page.goto(`${stack.gateway.origin}/`);
        await expect(page.locator('[data-field=mcp-url]')).toHaveText(stack.gateway.mcpUrl);
        await expectGoodPage(page);
        await page.goto(authorizeUrl(stack, { client_id: undefined }));
        await expect(page.locator('[data-error-code=client_id_missing]')).toBeVisible();
        await expectGoodPage(page);
      });
    });
  });
}

test('every page can be used from the keyboard alone', async ({ page }) => {
  await withStack('dynamic-client', async ({ stack, callback }) => {
    const clientId = (await register(stack)).body.client_id;
    await page.goto(authorizeUrl(stack, { client_id: clientId, scope: 'mcp:trade', redirect_uri: callback }));
    await signIn(page);
    await page.locator('[name=scope][value="mcp:read"]').focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[name=scope][value="mcp:trade"]')).toBeChecked();
    await page.keyboard.press('Tab');
    await expect(page.locator('[value=allow]')).toBeFocused();
    await page.keyboard.press('Enter');
    expect((await arrival(page, callback)).get('code')).toBeTruthy();
  });
});
