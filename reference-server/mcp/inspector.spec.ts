import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import { startPartners } from '../../dev/testing/partner-stack.ts';
import type { GatewayOptions } from '../types.ts';

const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector-client/package.json');
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * The pages of the MCP Inspector, in the last version whose browser asks a server itself, as its own program serves them: every place that is
 * no file is the app. Later ones have a program of their own ask, to which no browser's rules apply.
 */
async function serveInspector(): Promise<Server> {
  const folder = join(dirname(manifest), 'dist');
  const server = createServer(({ url = '/' }, res) => {
    const path = new URL(url, 'http://inspector').pathname;
    const type = types[extname(path)];
    res.setHeader('content-type', type ?? 'text/html').end(readFileSync(join(folder, type ? path : 'index.html')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

let inspector: Server;
let origin: string;
test.beforeAll(async () => {
  inspector = await serveInspector();
  origin = `http://127.0.0.1:${(inspector.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  inspector.closeAllConnections();
  inspector.close();
});

/** Has the Inspector connect from the browser itself, without a proxy of its own in between. */
async function connect(page: Page, { gateway }: Stack): Promise<void> {
  await page.goto(`${origin}/?${new URLSearchParams({ transport: 'streamable-http', serverUrl: gateway.mcpUrl })}`);
  await page.getByLabel('Connection Type').click();
  await page.getByRole('option', { name: 'Direct' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

/**
 * Signs in until it is connected. The Inspector begins its sign-in twice when a call of it is refused, and on a busy machine its page may
 * leave with the first while it keeps the verifier of the second: it tells that the sign-in failed then, and one presses Connect again.
 */
async function signIn(page: Page, stack: Stack): Promise<void> {
  await connect(page, stack);
  const email = page.locator('[name=email]');
  const allow = page.locator('[name=decision][value=allow]');
  await email.or(allow).first().waitFor();
  if (await email.isVisible()) {
    await email.fill('trader@example.com');
    await page.fill('[name=password]', 'opening-bell');
    await page.click('button:has-text("Sign in")');
  }
  await allow.click();
  await page.waitForURL(`${origin}/**`);
  const came = await page.waitForFunction(() => {
    if (Object.keys(sessionStorage).some((key) => key.endsWith('mcp_tokens'))) return 'tokens';
    return document.body.innerText.includes('OAuth Authorization Error') ? 'an error' : undefined;
  });
  if ((await came.jsonValue()) !== 'tokens') await signIn(page, stack);
}

const connected = (page: Page) => expect(page.getByText('Connected', { exact: true })).toBeVisible();

async function listAndCall(page: Page, tool: string, answer: string): Promise<void> {
  await page.getByRole('tab', { name: 'Tools' }).click();
  await page.getByRole('button', { name: 'List Tools' }).click();
  await page.getByText(tool, { exact: true }).first().click();
  await page.getByRole('button', { name: 'Run Tool' }).click();
  await expect(page.getByText('Tool Result: Success')).toBeVisible();
  await expect(page.getByText(answer).first()).toBeVisible();
}

const profiles = [
  ['partner-key', startPartners, 'Traders', 'trd_alder'],
  ['gold', (options: Partial<GatewayOptions>) => startStack('gold', options), 'Profile', 'trader@example.com'],
] as const;

for (const [profile, start, tool, answer] of profiles) {
  test(`the Inspector signs in to ${profile} from a browser, lists tools, calls one, and registers once`, async ({
    page,
  }) => {
    let registrations = 0;
    const registrationIsWithinTheLimit = () => registrations++ < 100;
    const stack = await start({ allowedOrigins: [origin], behaviours: { registrationIsWithinTheLimit } });
    try {
      await signIn(page, stack);
      // It goes on by itself then, unless its page was slow to load: what it was given is used by whoever presses Connect.
      await connect(page, stack);
      await connected(page);
      await listAndCall(page, tool, answer);
      await connect(page, stack);
      await connected(page);
      await listAndCall(page, tool, answer);
      expect(registrations).toBe(1);
    } finally {
      await stack.close();
    }
  });

  test(`where ${profile} is not open to its origin, the browser keeps the Inspector out`, async ({ page }) => {
    const stack = await start({ allowedOrigins: ['http://127.0.0.1:1'] });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    try {
      await connect(page, stack);
      await expect(page.getByText('Connection error', { exact: true })).toBeVisible();
      expect(said.join('\n')).toMatch(new RegExp(`'${stack.gateway.mcpUrl}'.*blocked by CORS policy`));
    } finally {
      await stack.close();
    }
  });
}
