import { type Era, isStateless } from '../../vocabulary/era.ts';
import { CLIENT_INFO } from '../../wire/mcp.ts';

/** Method and parameters of a request that needs no session: what an MCP client of this era sends first. */
export const first = (era: Era): [method: string, params: Record<string, unknown>] =>
  isStateless(era)
    ? ['tools/list', {}]
    : ['initialize', { protocolVersion: era, capabilities: {}, clientInfo: CLIENT_INFO }];
