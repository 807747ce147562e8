import { knownTools } from '../../stage/known-tools.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { NotOffered } from '../../vocabulary/expect.ts';
import type { ListedTool, Mcp } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';

// Tools that ask their client for input before they answer, and what is answered.

// biome-ignore lint/suspicious/noExplicitAny: what strangers ask is judged field by field
type Result = Record<string, any>;
export interface Asking {
  params: { name: string; arguments: Record<string, unknown> };
  inputRequests: Result;
  requestState: string | undefined;
}

const META = 'io.modelcontextprotocol/clientCapabilities';
/** All that a client can be asked. */
const EVERYTHING = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
/** How many tools are called in search of one that asks. */
const MOST = 6;

const needsNothing = ({ inputSchema, annotations }: ListedTool): boolean =>
  annotations?.readOnlyHint === true && !(inputSchema?.required as unknown[] | undefined)?.length;

/** What to call: the tools whose use is known, and those that only read and need no arguments. */
async function candidates(world: World, mcp: Mcp): Promise<Asking['params'][]> {
  const known = knownTools(world, ['accounts', 'positions', 'orders', 'summary', 'quote']);
  const listed = (await mcp.listTools()).filter(needsNothing).map(({ name }) => ({ name, arguments: {} }));
  const all = [...known.map(({ name, args }) => ({ name, arguments: args('') })), ...listed];
  return all.filter(({ name }, n) => all.findIndex((one) => one.name === name) === n).slice(0, MOST);
}

/** Its members that are objects: what else a stranger puts there asks for nothing. */
const objectsIn = (value: unknown): Result =>
  Object.fromEntries(
    Object.entries(value ?? {}).filter(([, one]) => typeof one === 'object' && one !== null && !Array.isArray(one)),
  );

/** Calls a tool as a client that can be asked for anything. */
export const callAs = (mcp: Mcp, params: object, can: object = EVERYTHING): Promise<Answer> =>
  mcp.request('tools/call', { ...params, _meta: { [META]: can } });

/** The tools that ask, those with forms first; `NotOffered` where none does. */
export async function thoseThatAsk(world: World, mcp: Mcp): Promise<[Asking, ...Asking[]]> {
  const found = await world.shared('tools that ask', async () => {
    const asking: Asking[] = [];
    for (const params of await candidates(world, mcp)) {
      const result = (await callAs(mcp, params)).rpc()?.result;
      if (result?.resultType !== 'input_required') continue;
      asking.push({ params, inputRequests: objectsIn(result.inputRequests), requestState: result.requestState });
    }
    return asking;
  });
  const hasForm = ({ inputRequests }: Asking) =>
    Object.values(inputRequests).some((one) => one?.method === 'elicitation/create' && one.params?.mode !== 'url');
  const [first, ...others] = found.toSorted((a, b) => Number(hasForm(b)) - Number(hasForm(a)));
  if (!first) throw new NotOffered('no tool of it that was called asks its client for input');
  return [first, ...others];
}

/** A value that fits a field of a form. */
const valueFor = (field: Result): unknown => {
  if (field.enum) return field.enum[0];
  if (field.oneOf) return field.oneOf[0]?.const;
  const byType: Result = { boolean: true, integer: field.minimum ?? 1, number: field.minimum ?? 1, array: [] };
  return byType[field.type] ?? (field.format === 'email' ? 'openbell@example.com' : 'openbell');
};

/** A client that is willing to all that it is asked. */
export const willing = ({ inputRequests }: Asking): Result =>
  Object.fromEntries(
    Object.entries(inputRequests).map(([key, { method, params }]) => {
      if (method === 'roots/list') return [key, { roots: [] }];
      if (method !== 'elicitation/create')
        return [key, { role: 'assistant', model: 'none', content: { type: 'text', text: 'yes' } }];
      const fields = Object.entries(objectsIn(params?.requestedSchema?.properties));
      const content = Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field)]));
      return [key, { action: 'accept', ...(params?.mode === 'url' ? {} : { content }) }];
    }),
  );

/** Calls again with these answers. */
export const answerWith = (mcp: Mcp, asking: Asking, inputResponses: unknown, requestState = asking.requestState) =>
  callAs(mcp, { ...asking.params, inputResponses, ...(requestState === undefined ? {} : { requestState }) });
