import { z } from 'zod';
import { type Annotations, readsAccount, type Tool, ticker, tool } from '../../../tools/tool.ts';

const nothing = z.strictObject({});
const read = { scope: 'mcp:read', annotations: readsAccount, input: nothing };
/** Changes something on the trading platform, and places nothing. */
const acts: Annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false };
const write = { scope: 'mcp:trade', annotations: acts };

const fileName = z.string().regex(/^\w{1,76}\.cs$/, 'must be a file name such as "MyStrategy.cs"');
const backtest = z.object({
  id: z.string(),
  strategy: z.string(),
  instrument: z.string(),
  from: z.string(),
  to: z.string(),
  bars: z.number(),
  net_profit: z.string(),
});
const strategy = z.object({
  strategy: z.string(),
  id: z.string(),
  account: z.string(),
  state: z.enum(['running', 'stopped']),
});

/** What is kept on the trading platform: journal, webhooks, activity, watermarks, source files, backtests, strategies. */
export const dynamicClientPlatform: readonly Tool[] = [
  tool({
    ...read,
    name: 'ListJournal',
    title: 'Trade journal',
    description: 'The journal of trades: each fill of the account.',
    brokerCall: 'GET /addon/journal',
    output: z.object({ entries: z.array(z.object({ at: z.string(), order_id: z.string(), note: z.string() })) }),
    call: async (desk) => (await desk.get('/addon/journal')) as never,
  }),
  tool({
    ...read,
    name: 'ListWebhooks',
    title: 'Webhooks',
    description: 'The webhooks that the account listens to.',
    brokerCall: 'GET /addon/webhooks',
    output: z.object({ webhooks: z.array(z.object({ id: z.string(), name: z.string() })) }),
    call: async (desk) => (await desk.get('/addon/webhooks')) as never,
  }),
  tool({
    ...read,
    name: 'ListAddonActivity',
    title: 'Add-on activity',
    description: 'What the add-on did on the trading platform, oldest first.',
    brokerCall: 'GET /addon/activity',
    output: z.object({
      activity: z.array(z.object({ id: z.string(), at: z.string(), action: z.string(), detail: z.string() })),
    }),
    call: async (desk) => (await desk.get('/addon/activity')) as never,
  }),
  tool({
    ...read,
    name: 'ListWatermarks',
    title: 'High-water marks',
    description: 'The highest equity that was seen of each account.',
    brokerCall: 'GET /addon/watermarks',
    output: z.object({
      watermarks: z.array(z.object({ account: z.string(), high_water_equity: z.string(), at: z.string() })),
    }),
    call: async (desk) => (await desk.get('/addon/watermarks')) as never,
  }),
  tool({
    ...read,
    name: 'ListSourceFiles',
    title: 'Source files',
    description: 'The scripts on the trading platform, with their source.',
    brokerCall: 'GET /addon/files',
    output: z.object({
      files: z.array(z.object({ name: z.string(), source: z.string(), changed_at: z.string() })),
    }),
    call: async (desk) => (await desk.get('/addon/files')) as never,
  }),
  tool({
    ...read,
    name: 'ListBacktests',
    title: 'Past backtests',
    description: 'Results of backtests that were run before.',
    brokerCall: 'GET /addon/backtests',
    output: z.object({ backtests: z.array(backtest) }),
    call: async (desk) => (await desk.get('/addon/backtests')) as never,
  }),
  tool({
    ...write,
    name: 'WriteSourceFile',
    title: 'Write a source file',
    description: 'Puts a script on the trading platform, in place of one of the same name. Runs nothing.',
    annotations: { ...acts, destructiveHint: true, idempotentHint: true },
    brokerCall: 'POST /addon/files',
    input: z.strictObject({ name: fileName, source: z.string().min(1).max(50_000) }),
    output: z.object({ name: z.string(), changed_at: z.string() }),
    call: async (desk, args) => (await desk.post('/addon/files', args)) as never,
  }),
  tool({
    ...write,
    name: 'RunBacktest',
    title: 'Run a backtest',
    description: 'Runs a script over the last thirty days of an instrument. Places nothing.',
    brokerCall: 'POST /addon/backtests',
    input: z.strictObject({ strategy: fileName, instrument: ticker }),
    output: backtest,
    call: async (desk, args) => (await desk.post('/addon/backtests', args)) as never,
  }),
  tool({
    ...write,
    name: 'DeployStrategy',
    title: 'Deploy a strategy',
    description: 'Starts a script as a strategy on the first account.',
    annotations: { ...acts, destructiveHint: true, openWorldHint: true },
    brokerCall: 'POST /addon/strategies/deploy',
    input: z.strictObject({ strategy: fileName }),
    output: strategy,
    call: async (desk, args) => (await desk.post('/addon/strategies/deploy', args)) as never,
  }),
  tool({
    ...write,
    name: 'StopStrategy',
    title: 'Stop a strategy',
    description: 'Stops a strategy that runs. What it holds stays.',
    annotations: { ...acts, destructiveHint: true, idempotentHint: true },
    brokerCall: 'POST /addon/strategies/stop',
    input: z.strictObject({ strategy: fileName }),
    output: strategy,
    call: async (desk, args) => (await desk.post('/addon/strategies/stop', args)) as never,
  }),
];
