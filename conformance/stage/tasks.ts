import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, describe, NotOffered } from '../vocabulary/expect.ts';
import type { Draft, ListedTool, Mcp } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';

// Calls that go on after they were answered (MCP 2025-11-25, “Tasks”).

/** The member of `_meta` that says what task something is about. */
export const RELATED = 'io.modelcontextprotocol/related-task';

/** A task as a server tells of it. */
export interface Told {
  taskId: string;
  status: string;
  // biome-ignore lint/suspicious/noExplicitAny: what strangers tell is judged field by field
  [member: string]: any;
}

export const taskSupportOf = ({ execution }: ListedTool & { execution?: { taskSupport?: string } }) =>
  execution?.taskSupport ?? 'forbidden';

export const takesTasks = (tool: ListedTool): boolean => ['optional', 'required'].includes(taskSupportOf(tool));

/** A tool that takes tasks, only reads and needs no arguments; `NotOffered` where there is none. */
export async function taskTool(world: World, mcp: Mcp): Promise<string> {
  const harmless = ({ annotations, inputSchema }: ListedTool) =>
    annotations?.readOnlyHint === true && !(inputSchema?.required as unknown[] | undefined)?.length;
  const find = async () => (await mcp.listTools()).find((tool) => takesTasks(tool) && harmless(tool))?.name;
  const name = await world.shared('a tool that takes tasks', find);
  if (!name) throw new NotOffered('no tool that only reads takes tasks');
  return name;
}

/** Calls a tool as a task, with more parameters where told. */
export const callAsTask = (mcp: Mcp, name: string, more: object = {}): Promise<Answer> =>
  mcp.request('tools/call', { name, arguments: {}, task: { ttl: 60_000 }, ...more });

/** The task that a call was answered with; `Blocked` where it was with none. */
export function taskIn(answer: Answer): Told {
  const task = answer.rpc()?.result?.task;
  if (typeof task?.taskId === 'string') return task;
  throw new Blocked(`no task was made: ${describe(answer)}`, undefined, 'wire/makes-a-task-of-a-call');
}

/** How far a task has come by now is a matter of timing. */
const momentary = (draft: Draft): void => {
  draft.isMomentary = true;
};

/** How a task stands. */
export const lookAt = (mcp: Mcp, taskId: string): Promise<Answer> => mcp.request('tasks/get', { taskId });

/** How a task stands that was just made, and may end at any moment. */
export const lookAtNew = (mcp: Mcp, { taskId }: Told, more: object = {}): Promise<Answer> =>
  mcp.request('tasks/get', { taskId, ...more }, momentary);

/** What a task came to: the answer comes when it has ended. */
export const outcomeOf = (mcp: Mcp, taskId: string): Promise<Answer> => mcp.request('tasks/result', { taskId });

/** Every task of the list. */
export async function listedTasks(mcp: Mcp): Promise<{ tasks: Told[]; at: Answer }> {
  const tasks: Told[] = [];
  let cursor: string | undefined;
  let at: Answer;
  do {
    at = await mcp.request('tasks/list', cursor ? { cursor } : {}, momentary);
    const { tasks: page, nextCursor } = at.rpc()?.result ?? {};
    if (!Array.isArray(page)) throw new Blocked(`tasks/list gave no list: ${describe(at)}`);
    tasks.push(...page);
    cursor = nextCursor === cursor ? undefined : nextCursor;
  } while (cursor);
  return { tasks, at };
}
