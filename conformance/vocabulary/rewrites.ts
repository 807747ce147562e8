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

/** Rewrites JSON-RPC answers that hold an error of this code. */
export const rewriteError = (
  code: number,
  change: (body: Body, response: EdgeResponse) => Partial<EdgeResponse>,
): Rewrites =>
  rewriteJson('/mcp', (body, response) => (body.error?.code === code ? change(body, response) : undefined));

/** Puts these members over those of the document at this path; what is undefined is left out of it. */
export const rewriteDocument = (path: string, members: (doc: Body) => Body): Rewrites =>
  rewriteJson(path, (doc) => ({ body: { ...doc, ...members(doc) } }));
