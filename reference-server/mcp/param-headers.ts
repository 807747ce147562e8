import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, rpcError } from './answer.ts';
import type { Endpoint, Message } from './call.ts';
import { decodedHeader, headerMismatch, headerOf } from './standard-headers.ts';

/**
 * MCP 2026-07-28, "Custom Headers from Tool Parameters": an argument that a tool wants in a header is there as well, and
 * the two agree. One that is not given has none.
 */
export function checkParamHeaders(
  { context: { behaviours }, registry }: Endpoint,
  headers: IncomingHttpHeaders,
  { method, params, id }: Message,
): Answer | undefined {
  if (method !== 'tools/call') return undefined;
  const args = (params?.arguments ?? {}) as Readonly<Record<string, unknown>>;
  for (const [argument, name] of registry.get(String(params?.name))?.inHeaders ?? []) {
    const sent = headerOf(headers, `mcp-param-${name.toLowerCase()}`);
    const value = args[argument];
    const given = value === undefined || value === null ? undefined : String(value);
    const decoded = sent === undefined ? undefined : decodedHeader(sent);
    const isPlain = behaviours.paramHeaderIsPlain(/^[\t\x20-\x7e]*$/.test(sent ?? ''));
    if (isPlain && behaviours.paramHeaderAgreesWithBody(decoded, given)) continue;
    return rpcError(400, headerMismatch, `Header mismatch: Mcp-Param-${name} is not the argument ${argument}.`, id);
  }
  return undefined;
}
