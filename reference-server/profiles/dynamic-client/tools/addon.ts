import { z } from 'zod';
import type { Annotations, Tool } from '../../../tools/tool.ts';
import { tool } from '../../../tools/tool.ts';

const scope = 'mcp:trade';
/** Changes something on the trading platform, and nothing at the brokerage or in the market. */
const onThePlatform: Annotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** What acts on the trading platform itself: here a small mock of its add-on. */
export const dynamicClientAddon: readonly Tool[] = [
  tool({
    name: 'CompileNinjaScript',
    title: 'Compile a script',
    description: 'Compiles a script on the trading platform and says what is wrong with it. Runs nothing.',
    scope,
    annotations: onThePlatform,
    brokerCall: 'POST /addon/compile',
    input: z.strictObject({ source: z.string().min(1).max(50_000) }),
    output: z.object({
      success: z.boolean(),
      name: z.string().nullable(),
      diagnostics: z.array(z.object({ severity: z.string(), code: z.string(), line: z.number(), message: z.string() })),
    }),
    call: async (desk, args) => (await desk.post('/addon/compile', args)) as never,
  }),
  tool({
    name: 'EmitMcpAlert',
    title: 'Show an alert',
    description: 'Shows a message on the trading platform.',
    scope,
    annotations: { ...onThePlatform, idempotentHint: false },
    brokerCall: 'POST /addon/alerts',
    input: z.strictObject({ message: z.string().min(1).max(500) }),
    output: z.object({ id: z.string(), at: z.string(), message: z.string(), delivered: z.boolean() }),
    call: async (desk, args) => (await desk.post('/addon/alerts', args)) as never,
  }),
];
