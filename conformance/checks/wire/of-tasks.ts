import { callAsTask, type Told, taskIn, taskTool } from '../../stage/tasks.ts';
import type { Table } from '../../vocabulary/check.ts';
import { NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';
import { declared } from './offers.ts';

// What the checks of tasks have in common. MCP 2026-07-28 has none: there they are an extension.

export const applies = { eras: ['2025-11-25'] } as const;

interface OfTasks {
  /** What the server must declare besides, where it is about that. */
  needs?: 'list' | 'cancel';
  judge(mcp: Mcp, tool: string, world: World): Promise<void>;
}

/** A tool that takes tasks; `NotOffered` where the server declares none, or not what is needed besides. */
export async function toolWithTasks(world: World, mcp: Mcp, needs?: OfTasks['needs']): Promise<string> {
  const { tasks } = await declared(world, mcp);
  if (!tasks?.requests?.tools?.call) throw new NotOffered('it declares no tasks for calls of tools');
  if (needs && !tasks[needs]) throw new NotOffered(`it declares no tasks/${needs}`);
  return taskTool(world, mcp);
}

export const ofTasks: Table<OfTasks> = {
  applies,
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { needs, judge }) {
    const mcp = world.mcp(await world.borrow());
    await judge(mcp, await toolWithTasks(world, mcp, needs), world);
  },
};

export const made = async (mcp: Mcp, tool: string): Promise<Told> => taskIn(await callAsTask(mcp, tool));

export const isTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
export const isLifetime = (value: unknown): boolean => value === null || typeof value === 'number';
