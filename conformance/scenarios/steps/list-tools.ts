import { z } from 'zod';
import type { ListedTool } from '../../vocabulary/mcp.ts';
import { PURPOSES } from '../../vocabulary/profile.ts';
import { verb } from '../step.ts';

const names = z.array(z.string()).optional();

export const listTools = verb({
  name: 'list_tools',
  demands: 'a connection',
  describe: 'A connected client lists the tools; `has` and `lacks` name them by purpose or by name.',
  args: z.strictObject({ client: z.string() }),
  expect: z.strictObject({
    has: names,
    lacks: names,
    status: z.number().optional(),
    at_least_count: z.number().optional(),
    count: z.number().optional(),
    writing: z.number().optional().describe('How many of them do not say that they only read.'),
  }),
  usually: {},
  says: ({ client }) => `${client} looks at the tools that it is offered`,
  async run(stage, { client }, { has = [], lacks = [] }) {
    const mcp = stage.mcp(client);
    const answer = await mcp.request('tools/list');
    const shown: unknown = answer.rpc()?.result?.tools;
    const first: ListedTool[] | undefined = Array.isArray(shown) ? shown : undefined;
    const listed = answer.rpc()?.result?.nextCursor === undefined ? first : await mcp.listTools();
    const tools = listed?.map((tool) => tool?.name);
    const asked = PURPOSES.filter((purpose) => [...has, ...lacks].includes(purpose));
    const found = tools && asked.filter((purpose) => tools.includes(stage.world.tool(purpose).name));
    return {
      status: answer.status,
      names: tools && [...tools, ...(found ?? [])],
      count: tools?.length,
      writing: listed?.filter((tool) => tool?.annotations?.readOnlyHint !== true).length,
    };
  },
});
