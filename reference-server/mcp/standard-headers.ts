import type { IncomingHttpHeaders } from 'node:http';
import type { InboundModernRoute } from '@modelcontextprotocol/server';
import type { GatewayContext } from '../context.ts';
import { type Answer, rpcError } from './answer.ts';
import { statelessVersions } from './stateless-server.ts';

export const headerMismatch = -32020;
const unsupportedVersion = -32022;

/** The one value of a header that must not be sent twice; Node joins repetitions by commas. */
export const headerOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value.trim() : undefined;
};

/** MCP 2026-07-28, "Server Validation": what `classifyInboundRequest` leaves to the server. */
export function checkStandardHeaders(
  { behaviours }: GatewayContext,
  headers: IncomingHttpHeaders,
  { message, messageKind, classification }: InboundModernRoute,
): Answer | undefined {
  const id = 'id' in message ? message.id : null;
  const version = classification.revision;
  if (!behaviours.protocolVersionIsSupported(version, statelessVersions)) {
    const data = { supported: statelessVersions, requested: version };
    return rpcError(400, unsupportedVersion, `Unsupported protocol version: ${version}`, id, data);
  }
  if (messageKind === 'notification') return undefined;
  const name = nameIn(message);
  const required = ['mcp-protocol-version', 'mcp-method', ...(name === undefined ? [] : ['mcp-name'])];
  const missing = required.filter((header) => headerOf(headers, header) === undefined);
  if (!behaviours.requiredHeadersAreSent(missing)) {
    return rpcError(400, headerMismatch, `Header mismatch: ${missing.join(', ')} must be sent and is not.`, id);
  }
  const sent = headerOf(headers, 'mcp-name');
  const decoded = behaviours.nameHeaderIsDecoded(sent?.startsWith('=?base64?') ?? false) ? decodedHeader(sent!) : sent;
  if (!behaviours.nameHeaderMatchesBody(decoded, name)) {
    return rpcError(400, headerMismatch, `Header mismatch: Mcp-Name says "${sent}", the body "${name}".`, id);
  }
  return undefined;
}

/** Which parameter `Mcp-Name` repeats, by method; other requests have no such header. */
const namedBy: Record<string, string> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

function nameIn({ method, params }: InboundModernRoute['message']): string | undefined {
  const field = Object.hasOwn(namedBy, method) ? namedBy[method] : undefined;
  const value = field && (params as Record<string, unknown> | undefined)?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** A value that does not fit into a header comes as `=?base64?…?=`; one that does not decode equals nothing. */
export function decodedHeader(value: string): string {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  if (encoded === undefined) return value;
  const wellFormed = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded);
  return wellFormed ? Buffer.from(encoded, 'base64').toString('utf8') : '\0';
}
