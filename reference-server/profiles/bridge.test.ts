import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import { startPartners } from '../../dev/testing/partner-stack.ts';
import { signInAndAllow } from '../../dev/testing/sdk-clients.ts';
import type { GatewayOptions } from '../types.ts';

const manifest = createRequire(import.meta.url).resolve('mcp-remote/package.json');
const bridge = join(dirname(manifest), 'dist/proxy.js');

let stack: Stack;
const home = mkdtempSync(join(tmpdir(), 'openbell-bridge-'));
afterEach(() => stack.close());
afterAll(() => rmSync(home, { recursive: true, force: true }));

/**
 * Starts mcp-remote as a desktop app does, and connects through it. It finds no browser, prints the address, and
 * `visit` is who opens that.
 */
async function connect(visit: (address: string) => Promise<void>): Promise<Client> {
  const env = { HOME: home, MCP_REMOTE_CONFIG_DIR: home, PATH: home };
  const args = [bridge, stack.gateway.mcpUrl, '--host', '127.0.0.1'];
  const transport = new StdioClientTransport({ command: process.execPath, args, env, stderr: 'pipe' });
  let said = '';
  let visited: Promise<void> | undefined;
  transport.stderr?.on('data', (chunk) => {
    said += chunk;
    const address = /visiting:\s+(http\S+)\s/.exec(said)?.[1];
    if (address) visited ??= visit(address);
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport).catch((error: unknown) => {
    throw new Error(`${error}\n${said}`);
  });
  await visited;
  return client;
}

const profiles = [
  ['partner-key', startPartners, 'list_traders'],
  ['gold', (options: Partial<GatewayOptions>) => startStack('gold', options), 'get_profile'],
] as const;

test.each(profiles)(
  'mcp-remote signs in to %s, and the next time does neither that nor register',
  async (_name, start, tool) => {
    let registrations = 0;
    let signIns = 0;
    stack = await start({ behaviours: { registrationIsWithinTheLimit: () => registrations++ < 100 } });
    const visit = async (address: string) => {
      signIns++;
      const { searchParams } = new URL(address);
      const answer = await signInAndAllow(stack, address);
      await fetch(`${searchParams.get('redirect_uri')}?${answer}`);
    };
    for (let times = 1; times <= 2; times++) {
      const client = await connect(visit);
      expect((await client.listTools()).tools.map(({ name }) => name)).toContain(tool);
      expect((await client.callTool({ name: tool, arguments: {} })).isError).toBeFalsy();
      await client.close();
    }
    expect([registrations, signIns]).toEqual([1, 1]);
  },
);
