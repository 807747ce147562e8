import { Client, SdkHttpError, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import type { TokenCache } from './token-cache.ts';

export interface ToolDescription {
  name: string;
  description: string;
  inputSchema: object;
  /** It changes nothing, so asking twice does no harm. */
  reads: boolean;
}

/** What a tool answered, or what went wrong in words. */
export type ToolAnswer =
  | { ok: true; data: Record<string, unknown> }
  | { ok: false; code: string; message: string; retryAfter?: number };

export interface Gateway {
  tools(): Promise<readonly ToolDescription[]>;
  call(name: string, args: object): Promise<ToolAnswer>;
  close(): void;
}

/** Nothing can be asked at all; the message is for the person. */
export class GatewayRefuses extends Error {}

interface Connection {
  token: string;
  client: Promise<Client>;
  /** Calls that are under way: it is closed after the last of them. */
  calls: number;
}

const tokenRefused = (message: string): ToolAnswer => ({ ok: false, code: 'token_refused', message });
/** A second 401 in a row: another token would not help. */
const refusedTwice = 'The gateway does not accept the token of this app. Please tell whoever runs it.';
/** A call that is not repeated by itself. */
const refusedOnce = 'The gateway did not accept the token any more. Please try again: the next try takes a new one.';

/** The MCP server on behalf of one user. The token goes along with every request, and nowhere else. */
export function createGateway(mcpUrl: string, user: string, tokens: TokenCache): Gateway {
  let open: Connection | undefined;
  let known: readonly ToolDescription[] = [];

  /** The connection of this token; that of an older one ends with its last call. */
  function connectionOf(token: string): Connection {
    if (open?.token !== token) {
      forget(open);
      open = { token, client: connect(mcpUrl, token), calls: 0 };
    }
    return open;
  }

  function forget(connection: Connection | undefined): void {
    if (open === connection) open = undefined;
    if (connection?.calls === 0) void connection.client.then((client) => client.close()).catch(() => {});
  }

  /** Runs the work with a token; after a 401 once more with a new one, where doing it twice does no harm. */
  async function withToken<Result>(repeatable: boolean, work: (client: Client) => Promise<Result>): Promise<Result> {
    const token = await tokens.tokenOf(user);
    const connection = connectionOf(token);
    connection.calls++;
    try {
      return await work(await connection.client);
    } catch (error) {
      if (open === connection) open = undefined;
      if (!isUnauthorized(error)) throw error;
      tokens.drop(user, token);
      if (!repeatable) throw error;
      return await withToken(false, work);
    } finally {
      connection.calls--;
      if (open !== connection) forget(connection);
    }
  }

  return {
    async tools() {
      const { tools } = await withToken(true, (client) => client.listTools()).catch((error) => {
        throw isUnauthorized(error) ? new GatewayRefuses(refusedTwice) : error;
      });
      known = tools.map(({ name, description = '', inputSchema, annotations }) => {
        return { name, description, inputSchema, reads: annotations?.readOnlyHint === true };
      });
      return known;
    },
    async call(name, args) {
      const reads = known.some((tool) => tool.name === name && tool.reads);
      try {
        const result = await withToken(reads, (client) => client.callTool({ name, arguments: { ...args } }));
        return answerOf(result as ToolResult);
      } catch (error) {
        if (isUnauthorized(error)) return tokenRefused(reads ? refusedTwice : refusedOnce);
        if (error instanceof SdkHttpError && error.status === 403) {
          return { ok: false, code: 'not_allowed', message: 'This app’s token does not allow that: see CT_SCOPES.' };
        }
        if (error instanceof SdkHttpError && error.status === 429) return tooMany;
        throw error;
      }
    },
    close: () => forget(open),
  };
}

const tooMany = { ok: false, code: 'rate_limit_exceeded', message: 'Too many calls.' } as const;

async function connect(mcpUrl: string, token: string): Promise<Client> {
  const client = new Client({ name: 'ct-sample-client', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { requestInit: { headers } }));
  return client;
}

const isUnauthorized = (error: unknown): boolean =>
  error instanceof UnauthorizedError || (error instanceof SdkHttpError && error.status === 401);

interface ToolResult {
  content?: readonly { type: string; text?: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function answerOf({ content = [], structuredContent, isError }: ToolResult): ToolAnswer {
  const text = content.map((block) => block.text ?? '').join('\n');
  const data = structuredContent ?? parsed(text);
  if (!isError) return { ok: true, data: data ?? { text } };
  const error = isObject(data?.error) ? data.error : {};
  const wait = error.retry_after_seconds;
  return {
    ok: false,
    code: String(error.code ?? 'tool_error'),
    message: typeof error.message === 'string' ? error.message : text,
    ...(typeof wait === 'number' && { retryAfter: wait }),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
