import type { RequestHandler } from 'express';

/** AR-3: a slash at the end of the MCP URL is a mistake that users make; the answer names the right one. */
export const wrongMcpUrl =
  ({ mcpUrl }: { mcpUrl: string }): RequestHandler =>
  (_req, res) => {
    const message = `There is nothing here. The MCP URL is ${mcpUrl}, without a slash at the end.`;
    res.status(404).json({ error: 'not_found', message, mcp_url: mcpUrl });
  };
