import type { Answer } from '../vocabulary/answer.ts';
import { type Era, isStateless } from '../vocabulary/era.ts';
import { Blocked, describe, Violation } from '../vocabulary/expect.ts';
import type { Http, Outgoing } from '../vocabulary/http.ts';
import type { Draft, ListedTool, Mcp } from '../vocabulary/mcp.ts';

const META = 'io.modelcontextprotocol';
/** The most pages of `tools/list` that are read. */
const MOST_PAGES = 100;
/** The most characters of all cursors of a list: what stands in the list itself has the bound of all that a check reads. */
const MOST_OF_CURSORS = 500_000;
export const CLIENT_INFO = { name: 'openbell', version: '1' };

/** Method and parameters of a request that needs no session: what an MCP client of this era sends first. */
export const firstRequest = (era: Era): [method: string, params: Record<string, unknown>] =>
  isStateless(era)
    ? ['tools/list', {}]
    : ['initialize', { protocolVersion: era, capabilities: {}, clientInfo: CLIENT_INFO }];

/**
 * Asks without a token until that is refused, and returns the refusal: how a server introduces itself may be open to
 * all. Where nothing is refused, the first answer.
 */
export async function askAsStranger(mcp: Mcp): Promise<Answer> {
  const first = (await mcp.open()) ?? (await mcp.request('server/discover'));
  if (first.status === 401) return first;
  const listed = await mcp.request('tools/list');
  if (listed.status === 401) return listed;
  const called = await mcp.request('tools/call', { name: 'openbell-asks', arguments: {} });
  return called.status === 401 ? called : first;
}

/** Where the list goes on after cursors of so many characters; a `Violation` where it never would come to an end. */
function nextCursor(
  next: unknown,
  before: ReadonlySet<string | undefined>,
  characters: number,
  at: Answer,
): string | undefined {
  if (next === undefined || next === null || next === '') return undefined;
  if (typeof next !== 'string') throw new Violation('a text as nextCursor', JSON.stringify(next).slice(0, 200), at);
  if (before.has(next)) throw new Violation('a list of tools that comes to an end', 'a cursor that leads back', at);
  if (before.size >= MOST_PAGES)
    throw new Violation('a list of tools that comes to an end', `one more page after ${MOST_PAGES}`, at);
  if (characters > MOST_OF_CURSORS)
    throw new Violation(
      'a list of tools that comes to an end',
      `one more page after cursors of ${characters} characters`,
      at,
    );
  return next;
}

/** The session of a client, once it was opened. */
export interface Session {
  id?: string | undefined;
  opened?: Promise<Answer> | undefined;
  /** How many requests were made in it: an id is used once in a session, whoever else has that, too. */
  requests?: number;
}

/** A client that was `lent` a session opens it where nobody did yet; who asks to open one gets one of its own. */
export function createMcp(http: Http, mcpUrl: string, era: Era, token?: string, lent?: Session): Mcp {
  let session = lent ?? {};
  const stateless = isStateless(era);

  function draft(method: string, params: Record<string, unknown> = {}): Draft {
    const headers: Record<string, string> = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    };
    if (token) headers.authorization = `Bearer ${token}`;
    session.requests = (session.requests ?? 0) + 1;
    const body: Draft['body'] = { jsonrpc: '2.0', id: session.requests, method, params };
    if (stateless) {
      headers['mcp-protocol-version'] = era;
      headers['mcp-method'] = method;
      const name = params.name ?? params.uri;
      if (typeof name === 'string') headers['mcp-name'] = name;
      const meta = {
        [`${META}/protocolVersion`]: era,
        [`${META}/clientInfo`]: CLIENT_INFO,
        [`${META}/clientCapabilities`]: {},
      };
      body.params = { ...params, _meta: { ...meta, ...(params._meta as object | undefined) } };
    } else if (method !== 'initialize') {
      if (era >= '2025-06-18') headers['mcp-protocol-version'] = era;
      if (session.id) headers['mcp-session-id'] = session.id;
    }
    return { method: 'POST', url: mcpUrl, headers, body };
  }
  const send = async (made: Draft): Promise<Answer> => {
    const { method, url, headers, isRaced = false, isMomentary = false, patience, spaces } = made;
    const how = { ...(patience ? { patience } : {}), ...(spaces ? { spaces } : {}) };
    const outgoing: Outgoing = { method, url, headers, isRaced, isMomentary, ...how };
    if (made.body !== undefined) outgoing.body = typeof made.body === 'string' ? made.body : JSON.stringify(made.body);
    return http.send(outgoing);
  };
  async function initialize(): Promise<Answer> {
    const answer = await send(draft('initialize', { protocolVersion: era, capabilities: {}, clientInfo: CLIENT_INFO }));
    if (answer.status === 200) {
      session.id = answer.headers['mcp-session-id'];
      await notify('notifications/initialized');
    }
    return answer;
  }
  function notify(method: string, params: Record<string, unknown> = {}, tweak?: (made: Draft) => void) {
    const made = draft(method, params);
    delete made.body.id;
    tweak?.(made);
    return send(made);
  }
  async function opened(): Promise<Answer | undefined> {
    if (stateless) return undefined;
    const own = session;
    const isOpenedByOthers = own.opened !== undefined;
    const opening = own.opened ?? initialize();
    own.opened = opening;
    const isOpen = await opening.then(
      ({ status }) => status === 200,
      () => false,
    );
    if (!isOpen && own.opened === opening) own.opened = undefined;
    if (isOpen || !isOpenedByOthers) return opening;
    // What failed for others stands in their record: it is asked for once more, in this one.
    session = {};
    return opened();
  }
  function open(): Promise<Answer | undefined> {
    if (session === lent) session = {};
    return opened();
  }
  async function request(
    method: string,
    params?: Record<string, unknown>,
    tweak?: (made: Draft) => void,
  ): Promise<Answer> {
    const first = await opened();
    if (first && first.status !== 200) return first;
    const made = draft(method, params);
    tweak?.(made);
    const answer = await send(made);
    // What was lent may be over by now.
    if (answer.status !== 404 || session !== lent) return answer;
    Object.assign(lent, { id: undefined, opened: undefined });
    session = {};
    return request(method, params, tweak);
  }

  return {
    request,
    notify,
    open,
    draft,
    sessionId: () => session.id,
    call: (tool, args) => request('tools/call', { name: tool, arguments: args }),
    async listTools() {
      let tools: ListedTool[] = [];
      const cursors = new Set<string | undefined>();
      let cursor: string | undefined;
      let characters = 0;
      do {
        cursors.add(cursor);
        const answer = await request('tools/list', cursor ? { cursor } : {});
        const result = answer.rpc()?.result;
        if (!Array.isArray(result?.tools)) throw new Blocked(`tools/list gave no list of tools: ${describe(answer)}`);
        tools = tools.concat(result.tools.filter((tool: unknown) => tool && typeof tool === 'object'));
        characters += cursor?.length ?? 0;
        cursor = nextCursor(result.nextCursor, cursors, characters, answer);
      } while (cursor);
      return tools;
    },
  };
}
