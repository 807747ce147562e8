import type { IncomingMessage } from 'node:http';
import type { GatewayContext } from '../context.ts';
import { type Answer, problem, rpcError } from './answer.ts';

const methods = ['POST', 'GET', 'DELETE'];

/** Refuses what comes from a foreign page, under a foreign name, or by a method that the endpoint does not have. */
export function createPlaceCheck({ allowedOrigins, behaviours, origin }: GatewayContext) {
  const own = hostsOf(origin);
  return ({ headers, method = '' }: IncomingMessage): Answer | undefined => {
    const { host } = headers;
    if (!behaviours.hostIsAllowed(host, own)) {
      return rpcError(403, -32600, `Host ${host ?? '(none)'} is not this gateway: use ${new URL(origin).host}.`);
    }
    if (!behaviours.originIsAllowed(headers.origin, [origin, ...allowedOrigins])) {
      return rpcError(403, -32600, `Origin ${headers.origin} may not call this gateway: only ${origin} may.`);
    }
    if (methods.includes(method)) return undefined;
    const allow = methods.join(', ');
    return problem(405, 'method_not_allowed', `The MCP endpoint takes ${allow}.`, { allow });
  };
}

/** On loopback each of the machine's own names will do: the port makes them one place. */
export function hostsOf(origin: string): string[] {
  const { host, hostname, port } = new URL(origin);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'];
  return loopback.includes(hostname) ? loopback.map((name) => (port ? `${name}:${port}` : name)) : [host];
}
