import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Mutant } from './mutant.ts';

type Rewrites = NonNullable<Mutant['rewrites']>;
// biome-ignore lint/suspicious/noExplicitAny: a mutant may spoil any part of any answer
type Body = any;

/** Rewrites what the gateway answers with JSON at this path; what `change` leaves undefined stays as it was. */
export const rewriteJson = (
  path: string,
  change: (body: Body, response: EdgeResponse) => Partial<EdgeResponse> | undefined,
): Rewrites => ({
  at: 'gateway',
  response(response) {
    const json = typeof response.body === 'object' && response.body !== null;
    if (!json || response.path.split('?')[0] !== path) return response;
    return { ...response, ...change(response.body, response) };
  },
});

/** Rewrites JSON-RPC answers that hold a result. */
export const rewriteResult = (change: (result: Body) => Body | undefined): Rewrites =>
  rewriteJson('/mcp', (body) => {
    const result = body.result && change(body.result);
    return result && { body: { ...body, result } };
  });

/** Rewrites every tool of `tools/list`. */
export const rewriteTools = (change: (tool: Body) => Body): Rewrites =>
  rewriteResult((result) => Array.isArray(result.tools) && { ...result, tools: result.tools.map(change) });

/** Puts `into` over those answers of the gateway that have all of `which`. */
export const rewriteAnswer = (
  which: Partial<Pick<EdgeResponse, 'method' | 'path' | 'status'>>,
  into: Partial<EdgeResponse>,
): Rewrites => ({
  at: 'gateway',
  response(response) {
    const meant = Object.entries(which).every(([name, value]) => response[name as keyof typeof which] === value);
    return meant ? { ...response, ...into } : response;
  },
});

/** Rewrites where the gateway redirects to, from this path or from any. */
export const rewriteLocation = (change: (location: string) => string, path?: string): Rewrites => ({
  at: 'gateway',
  response(response) {
    const { location } = response.headers;
    if (!location || (path && response.path !== path)) return response;
    return { ...response, headers: { ...response.headers, location: change(location) } };
  },
});
