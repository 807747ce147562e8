import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** The peer of the benchmark: the SDK's own handler on `node:http`, tools that answer at once, no authorization. */
export async function startBareServer(toolNames: readonly string[], field: string) {
  const inputSchema = z.strictObject({ [field]: z.string() });
  const outputSchema = z.object({ instrument: z.string(), bid: z.string(), ask: z.string(), time: z.string() });
  const structuredContent = { instrument: 'AAPL', bid: '249.50', ask: '250.00', time: '2026-11-17T15:00:00Z' };
  const content = [{ type: 'text' as const, text: JSON.stringify(structuredContent) }];
  const handler = createMcpHandler(() => {
    const mcp = new McpServer({ name: 'bare', version: '1' });
    for (const name of toolNames) {
      mcp.registerTool(name, { title: name, description: name, inputSchema, outputSchema }, () => ({
        content,
        structuredContent,
      }));
    }
    return mcp;
  });
  const server = createServer(toNodeHandler(handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async close() {
      await handler.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
