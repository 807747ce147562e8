import { createHash } from 'node:crypto';
import type { RpcMessage } from '../vocabulary/answer.ts';
import { type Era, isStateless } from '../vocabulary/era.ts';
import { type Breach, observation } from '../vocabulary/observation.ts';

// What stands in messages, by the schemas that the two official SDKs publish for the revisions that they speak.

interface Issue {
  path: readonly PropertyKey[];
  message: string;
  /** Of a union: the issues of each of its members. */
  errors?: readonly (readonly Issue[])[];
}
interface Schema {
  safeParse(value: unknown): { success: true } | { success: false; error: { issues: readonly Issue[] } };
}
type Schemas = (name: string) => Schema | undefined;

const results: Readonly<Record<string, string>> = {
  initialize: 'InitializeResult',
  'server/discover': 'DiscoverResult',
  ping: 'Result',
  'tools/list': 'ListToolsResult',
  'tools/call': 'CallToolResult',
  'resources/list': 'ListResourcesResult',
  'resources/templates/list': 'ListResourceTemplatesResult',
  'resources/read': 'ReadResourceResult',
  'prompts/list': 'ListPromptsResult',
  'prompts/get': 'GetPromptResult',
  'completion/complete': 'CompleteResult',
  'tasks/get': 'GetTaskResult',
  'tasks/list': 'ListTasksResult',
  'tasks/cancel': 'CancelTaskResult',
};
const said: Readonly<Record<string, string>> = {
  'notifications/cancelled': 'CancelledNotification',
  'notifications/message': 'LoggingMessageNotification',
  'notifications/progress': 'ProgressNotification',
  'notifications/prompts/list_changed': 'PromptListChangedNotification',
  'notifications/resources/list_changed': 'ResourceListChangedNotification',
  'notifications/resources/updated': 'ResourceUpdatedNotification',
  'notifications/subscriptions/acknowledged': 'SubscriptionsAcknowledgedNotification',
  'notifications/tasks/status': 'TaskStatusNotification',
  'notifications/tools/list_changed': 'ToolListChangedNotification',
};
const asked: Readonly<Record<string, string>> = {
  'elicitation/create': 'ElicitRequest',
  'roots/list': 'ListRootsRequest',
  'sampling/createMessage': 'CreateMessageRequest',
};
/** The most bodies that are remembered as judged. */
const MOST = 2000;
const judged = new Map<string, Breach | 'well'>();

let stateful: Schemas | undefined;
let stateless: Schemas | undefined;

/** Loaded when a run observes: they are slow to load. Each run judges anew. */
async function load(): Promise<void> {
  judged.clear();
  const [older, newer] = await Promise.all([
    stateful ?? import('@modelcontextprotocol/sdk/types.js'),
    stateless ?? import('@modelcontextprotocol/server'),
  ]);
  if (typeof older !== 'function') stateful = (name) => (older as unknown as Record<string, Schema>)[`${name}Schema`];
  if (typeof newer === 'function') return;
  const { specTypeSchemas } = newer;
  stateless = (name) => (specTypeSchemas as unknown as Record<string, Schema>)[name];
}

/** The first place where a value is not as it has to be: of a union, as the member that went furthest says it. */
function placeOf({ path, message, errors = [] }: Issue): { path: readonly PropertyKey[]; message: string } {
  const inside = errors.flatMap((issues) => issues.slice(0, 1).map(placeOf));
  const furthest = inside.toSorted((a, b) => b.path.length - a.path.length)[0];
  return furthest ? { path: [...path, ...furthest.path], message: furthest.message } : { path, message };
}

function misfit(schemas: Schemas, name: string, value: unknown, what: string): Breach | undefined {
  const found = schemas(name)?.safeParse(value);
  if (!found || found.success) return undefined;
  const { path, message } = placeOf(found.error.issues[0]!);
  return {
    expected: `${what} by the schema of its revision`,
    seen: `${path.map(String).join('.') || name}: ${message}`,
  };
}

/** What the schemas of the SDKs let pass, since they are lenient as clients should be. */
const leftOut = (method: string, { content }: Record<string, unknown>): Breach | undefined =>
  method === 'tools/call' && content === undefined
    ? { expected: 'content in the result of tools/call', seen: 'none' }
    : undefined;

function misfitOf(message: RpcMessage, method: string, schemas: Schemas, era: Era): Breach | undefined {
  const { result, method: called } = message;
  if (result !== undefined) {
    // What is asked of the client is another result.
    if (result?.resultType === 'input_required') return undefined;
    if (result?.task) return misfit(schemas, 'CreateTaskResult', result, `the task of ${method}`);
    const name = results[method];
    if (!name) return undefined;
    return misfit(schemas, name, result, `the result of ${method}`) ?? leftOut(method, result);
  }
  if (called === undefined) return undefined;
  if (message.id === undefined) {
    return Object.hasOwn(said, called) ? misfit(schemas, said[called]!, message, called) : undefined;
  }
  if (isStateless(era)) return { expected: 'no request that a server sends', seen: called };
  return Object.hasOwn(asked, called) ? misfit(schemas, asked[called]!, message, called) : undefined;
}

/** A body without the id of its message: that alone sets many apart from those that were judged. */
const keyOf = (method: string, era: Era, body: string): string =>
  createHash('sha1')
    .update(`${era} ${method} ${body.replace(/"id":(\d+|"[^"]*")/, '')}`)
    .digest('base64');

/** Results, notifications and requests of the server are as the schema of their revision has them. */
export const schema = observation({
  kind: 'mcp',
  load,
  judge({ answer, is: { request, messages, era }, about }) {
    if (!era || era !== about.era || answer.status !== 200 || messages.length === 0) return undefined;
    const method = request?.method ?? '';
    const key = keyOf(method, era, answer.body ?? '');
    const known = judged.get(key);
    if (known) return known;
    const schemas = isStateless(era) ? stateless : stateful;
    let found: Breach | undefined;
    for (const message of messages) found ??= schemas && misfitOf(message, method, schemas, era);
    if (judged.size >= MOST) judged.clear();
    judged.set(key, found ?? 'well');
    return found ?? 'well';
  },
});
