import { z } from 'zod';
import { type Desk, readsAccount, type Tool, tool } from '../../../tools/tool.ts';

const status = z.object({
  connected: z.boolean(),
  version: z.string(),
  platform_version: z.string().nullable(),
  features: z.array(z.string()),
});
const statusOf = async (desk: Desk) => status.parse(await desk.get('/addon/status'));

const nothing = z.strictObject({});
const scope = 'mcp:read';
const annotations = readsAccount;

/** The state of the connection, which can be asked for while the trading platform is offline. */
export const dynamicClientConnection: readonly Tool[] = [
  tool({
    name: 'GetMcpCapabilities',
    title: 'Capabilities',
    description: 'Versions of add-on and trading platform, and what they offer now. The first tool to call.',
    scope,
    annotations,
    brokerCall: 'GET /addon/status',
    input: nothing,
    output: z.object({
      addon_version: z.string(),
      nt8_version: z.string().nullable(),
      features: z.array(z.string()),
      backtest_engine: z.object({ available: z.boolean(), engine: z.string().nullable() }),
    }),
    call: async (desk) => {
      const { version, platform_version, features } = await statusOf(desk);
      const available = features.includes('backtests');
      const backtest_engine = { available, engine: available ? 'one share, bought and held' : null };
      return { addon_version: version, nt8_version: platform_version, features, backtest_engine };
    },
  }),
  tool({
    name: 'McpSelfTest',
    title: 'Self-test',
    description: 'Checks the way from here to the brokerage and to the trading platform. Changes nothing.',
    scope,
    annotations,
    brokerCall: 'GET /v1/users/me, GET /addon/status',
    input: nothing,
    output: z.object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    }),
    call: async (desk) => {
      await desk.get('/v1/users/me');
      const { connected, version } = await statusOf(desk);
      const checks = [
        { name: 'brokerage', ok: true, detail: 'answers' },
        { name: 'addon', ok: connected, detail: connected ? `connected, version ${version}` : 'offline' },
      ];
      return { ok: connected, checks };
    },
  }),
  tool({
    name: 'GetConnections',
    title: 'Connections',
    description: 'Whether the trading platform is connected through the add-on.',
    scope,
    annotations,
    brokerCall: 'GET /addon/status',
    input: nothing,
    output: z.object({
      connections: z.array(z.object({ name: z.string(), status: z.enum(['Connected', 'Disconnected']) })),
    }),
    call: async (desk) => {
      const { connected } = await statusOf(desk);
      const status = connected ? ('Connected' as const) : ('Disconnected' as const);
      return { connections: [{ name: 'NinjaTrader', status }] };
    },
  }),
];
