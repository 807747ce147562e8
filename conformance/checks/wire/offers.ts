import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteJson, rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { introduction } from './requests.ts';

// What a server may have besides tools, as it declares that: what checks of resources, prompts, completion, logging and tasks share.

export type Capability = 'tools' | 'resources' | 'prompts' | 'completions' | 'logging';
// biome-ignore lint/suspicious/noExplicitAny: what strangers list is judged field by field
export type Any = any;

export const declared = (world: World, mcp: Mcp): Promise<Any> =>
  world.shared('declared capabilities', async () => {
    const answer = await introduction(mcp, world, () => {});
    return answer.rpc()?.result?.capabilities ?? {};
  });

/** Asks, and gives what is listed on the first two pages; `NotOffered` where that is nothing. */
export async function listed(mcp: Mcp, kind: 'resources' | 'prompts'): Promise<[Any, ...Any[]]> {
  const page = (await mcp.request(`${kind}/list`)).rpc()?.result;
  const { nextCursor: cursor } = page ?? {};
  const next = cursor ? (await mcp.request(`${kind}/list`, { cursor })).rpc()?.result : undefined;
  const [first, ...others] = [...(page?.[kind] ?? []), ...(next?.[kind] ?? [])];
  if (!first) throw new NotOffered(`${kind}/list is empty`);
  return [first, ...others];
}

export const says = (answer: Answer, isSo: unknown, expected: string): void =>
  expect.that(isSo, { expected, seen: describe(answer), at: answer });
export const isError = (answer: Answer, what: string): void =>
  says(answer, answer.rpc()?.error, `an error for ${what}`);

interface Undeclared {
  capability: Capability;
  /** Uses it, and says whether it is there. */
  isThere(mcp: Mcp, world: World): Promise<Answer | undefined>;
}

export const lists =
  (kind: 'resources' | 'prompts') =>
  async (mcp: Mcp): Promise<Answer | undefined> => {
    const answer = await mcp.request(`${kind}/list`);
    return Array.isArray(answer.rpc()?.result?.[kind]) ? answer : undefined;
  };

/** What is there has to be declared; what is neither there nor declared is nobody's business. */
export const undeclared: Table<Undeclared> = {
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { capability, isThere }) {
    const mcp = world.mcp(await world.borrow());
    const capabilities = await declared(world, mcp);
    if (capabilities[capability]) return;
    const answer = await isThere(mcp, world);
    if (!answer) throw new NotOffered(`${capability} are neither declared nor there`);
    says(answer, false, `${capability} among the capabilities that are declared`);
  },
};

export const hides = (capability: Capability) =>
  rewriteResult(
    ({ capabilities, ...result }) =>
      capabilities && { ...result, capabilities: { ...capabilities, [capability]: undefined } },
  );

interface Feature extends Pick<Conduct, 'applies'> {
  capability: Capability;
  judge(mcp: Mcp, world: World): Promise<void>;
}

export const features: Table<Feature> = {
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { capability, judge }) {
    const mcp = world.mcp(await world.borrow());
    if (!(await declared(world, mcp))[capability]) throw new NotOffered(`it declares no ${capability}`);
    await judge(mcp, world);
  },
};

export const serves = (code: number, words: RegExp, result: object) =>
  rewriteError(code, ({ id, error }) =>
    words.test(error.message)
      ? { status: 200, body: { jsonrpc: '2.0', id, result: { resultType: 'complete', ...result } } }
      : {},
  );
export const fails = (member: string) =>
  rewriteJson('/mcp', ({ id, result }) =>
    result?.[member] ? { body: { jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } } } : undefined,
  );
export const everySecondTime = (member: string) => {
  let times = 0;
  return rewriteResult((result) => result[member] && times++ % 2 === 1 && { ...result, [member]: [] });
};

/** Twice, each time as another client. */
export const sameOnEveryConnection = (kind: 'resources' | 'prompts') => async (mcp: Mcp, world: World) => {
  const answer = await mcp.request(`${kind}/list`);
  const names = (one: Answer) => one.rpc()?.result?.[kind]?.map(({ uri, name }: Any) => uri ?? name);
  says(answer, names(answer), `a list of ${kind}`);
  const again = await world.mcp(await world.borrow()).request(`${kind}/list`);
  expect.equal(names(again), names(answer), `the ${kind} of another client`, again);
};
