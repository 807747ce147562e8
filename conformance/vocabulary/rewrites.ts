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

/** Rewrites what tool errors say, where they say it as one JSON object. */
export const rewriteToolError = (change: (error: Body) => Body | undefined): Rewrites =>
  rewriteResult(({ content, isError, ...rest }) => {
    if (!isError) return undefined;
    const error = change(JSON.parse(content[0].text).error);
    return error && { ...rest, isError, content: [{ type: 'text', text: JSON.stringify({ error }) }] };
  });

/** Rewrites every tool of `tools/list`. */
export const rewriteTools = (change: (tool: Body) => Body): Rewrites =>
  rewriteResult((result) => Array.isArray(result.tools) && { ...result, tools: result.tools.map(change) });

/** Which answers are rewritten: all that is given must hold. */
export interface Which {
  /** The gateway unless told. */
  at?: 'gateway' | 'broker';
  /** Without its query; one of several, or all that match. */
  path?: string | readonly string[] | RegExp;
  method?: string;
  /** `refusal` is any from 400 on. */
  status?: number | readonly number[] | 'refusal';
  /** The OAuth error code in the body. */
  error?: string;
  /** Whether its request is one of those, by what that said in JSON or in a form; nothing where it said nothing. */
  asked?(asked: Body, answer: EdgeResponse): unknown;
}

/** What is put over an answer: a header that is undefined is left out, the others stay. */
interface Change extends Pick<EdgeResponse, 'ends'> {
  status?: number;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

function isMeant({ path, method, status, error, asked }: Which, answer: EdgeResponse): boolean {
  const own = answer.path.split('?')[0]!;
  if (path instanceof RegExp ? !path.test(own) : path && ![path].flat().includes(own)) return false;
  if (method && answer.method !== method) return false;
  if (status === 'refusal' ? answer.status < 400 : status && ![status].flat().includes(answer.status)) return false;
  if (asked && !asked(answer.asked ?? {}, answer)) return false;
  return !error || (answer.body as Body)?.error === error;
}

const withHeaders = (headers: EdgeResponse['headers'], changes: Change['headers'] = {}): EdgeResponse['headers'] =>
  Object.fromEntries(
    Object.entries({ ...headers, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Rewrites status, single headers or the body of the answers that are meant. */
export const rewriteAnswer = (
  which: Which,
  change: Change | ((answer: EdgeResponse) => Change | undefined),
): Rewrites => ({
  at: which.at ?? 'gateway',
  response(answer) {
    const made = isMeant(which, answer) && (typeof change === 'function' ? change(answer) : change);
    return made ? { ...answer, ...made, headers: withHeaders(answer.headers, made.headers) } : answer;
  },
});

/** Values put over those of a JSON document, or made from it; undefined leaves one out. */
export type Fields = Record<string, unknown> | ((document: Body) => Record<string, unknown>);

/** Rewrites single fields of the JSON documents that are meant. */
export const rewriteFields = (which: Which, fields: Fields): Rewrites =>
  rewriteAnswer(which, ({ body }) => {
    if (typeof body !== 'object' || body === null) return undefined;
    return { body: { ...body, ...(typeof fields === 'function' ? fields(body) : fields) } };
  });

/** Rewrites fields of every answer that holds tokens. */
export const rewriteTokenAnswer = (fields: Fields): Rewrites =>
  rewriteFields({ path: ['/oauth/token', '/auth/tokens/user'], status: 200 }, fields);

/** Rewrites claims of every access token that is handed out; its signature is then wrong. */
export const rewriteAccessToken = (claims: Fields): Rewrites =>
  rewriteTokenAnswer(({ access_token }) => ({ access_token: withClaims(access_token, claims) }));

/** A token with these claims put over its own, and the signature as it was. */
export function withClaims(token: string, changes: Fields): string {
  const [header, own = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(own, 'base64url').toString('utf8'));
  const altered = { ...claims, ...(typeof changes === 'function' ? changes(claims) : changes) };
  return [header, Buffer.from(JSON.stringify(altered)).toString('base64url'), signature].join('.');
}

/** Rewrites fields of the authorization server's metadata, at each of its addresses. */
export const rewriteMetadata = (fields: Fields): Rewrites =>
  rewriteFields({ path: /^\/\.well-known\/(oauth-authorization-server|openid-configuration)/ }, fields);

/** Rewrites where the gateway redirects to; what `change` leaves as it was is not touched. */
export const rewriteLocation = (change: (location: string) => string): Rewrites =>
  rewriteAnswer({}, ({ headers: { location } }) =>
    location ? { headers: { location: change(location) } } : undefined,
  );

/** Rewrites JSON-RPC answers that hold an error of this code. */
export const rewriteError = (
  code: number,
  change: (body: Body, response: EdgeResponse) => Partial<EdgeResponse>,
): Rewrites =>
  rewriteJson('/mcp', (body, response) => (body.error?.code === code ? change(body, response) : undefined));

/** Rewrites fields of the document at this path. */
export const rewriteDocument = (path: string, fields: Fields): Rewrites => rewriteFields({ path }, fields);
