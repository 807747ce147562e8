import { callAsTask, listedTasks, lookAtNew, outcomeOf, taskIn } from '../../stage/tasks.ts';
import { twoPeople } from '../../stage/two-people.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { applies, toolWithTasks } from './of-tasks.ts';

// Whose a task is (MCP 2025-11-25, “Task Isolation and Access Control”).

interface Foreign {
  /** Two connections, the first of which makes a task. */
  who(world: World): Promise<[Connection, Connection]>;
  judge(other: Mcp, taskId: string): Promise<void>;
}

const table: Table<Foreign> = {
  applies: { ...applies, needs: ['bearer-tokens'] },
  spends: 'tokens',
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { who, judge }) {
    const tool = await toolWithTasks(world, world.mcp(await world.borrow()));
    const [owner, other] = await who(world);
    const mcp = world.mcp(owner);
    const task = taskIn(await callAsTask(mcp, tool));
    await judge(world.mcp(other), task.taskId);
    // It is there all the while.
    const answer = await lookAtNew(mcp, task);
    expect.equal(answer.rpc()?.result?.taskId, task.taskId, 'the task, for who made it', answer);
  },
};

async function nothingBy(other: Mcp, taskId: string): Promise<void> {
  for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel']) {
    const answer = await other.request(method, { taskId });
    const isRefused = answer.rpc()?.error !== undefined || answer.status >= 400;
    expect.that(isRefused, { expected: `${method} to be refused`, seen: describe(answer), at: answer });
  }
}

async function twoClients(world: World): Promise<[Connection, Connection]> {
  const person = await world.person();
  const own = await world.connect({ person });
  const client = await world.client({ person, name: 'Another client', fresh: true });
  return [own, await world.connect({ person, client })];
}

const remedy = 'Keep with each task for whom it was made, and treat it as unknown to everybody else.';

export default rows(table, [
  {
    id: 'wire/keeps-tasks-from-other-users',
    title: 'Nobody sees, cancels or gets the result of a task of another user',
    clauses: ['mcp-2025-11-25/tasks/rejects-foreign', 'mcp-2025-11-25/tasks/bound-to-authorization'],
    who: twoPeople,
    judge: nothingBy,
    remedy,
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [{ name: 'shows-tasks-to-anybody', needs: ['conversations'], replaces: { taskIsTheirs: () => true } }],
  },
  {
    id: 'wire/lists-no-tasks-of-other-users',
    title: 'The list of tasks holds none of another user',
    clauses: ['mcp-2025-11-25/tasks/lists-own-only', 'mcp-2025-11-25/tasks/bound-to-authorization'],
    who: twoPeople,
    async judge(other, taskId) {
      const { tasks, at } = await listedTasks(other);
      const isThere = tasks.some((task) => task.taskId === taskId);
      expect.that(!isThere, { expected: 'no task of somebody else in the list', seen: `${taskId} in it`, at });
    },
    remedy: 'List the tasks of the caller alone.',
    mutants: [
      { name: 'lists-the-tasks-of-everybody', needs: ['conversations'], replaces: { taskIsListedForThem: () => true } },
    ],
  },
  {
    id: 'wire/keeps-tasks-from-other-clients',
    title: 'A second client of the same user gets nothing of the tasks of the first',
    clauses: ['mcp-2025-11-25/tasks/rejects-foreign', 'mcp-2025-11-25/tasks/bound-to-authorization'],
    weakBecause: 'What an authorization context is the document leaves open: a user, or what the user gave one client.',
    who: twoClients,
    judge: nothingBy,
    remedy: 'Bind a task to the grant, and not to the user alone.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'shows-tasks-to-all-clients',
        needs: ['conversations'],
        replaces: { taskIsTheirs: (kept, caller) => kept.userId === caller.userId },
      },
    ],
  },
  {
    id: 'wire/takes-a-task-into-another-session',
    title: 'A task is seen from another session of the same connection',
    clauses: ['mcp-2025-11-25/tasks/bound-to-authorization'],
    weakBecause: 'The document binds tasks to the authorization, and implies that a session is none.',
    async who(world) {
      const own = await world.connect({ person: await world.person() });
      return [own, own];
    },
    async judge(other, taskId) {
      await other.open();
      const answer = await outcomeOf(other, taskId);
      expect.that(answer.rpc()?.result, { expected: 'what the task came to', seen: describe(answer), at: answer });
    },
    remedy: 'Keep tasks by the grant, and outside of sessions.',
    mutants: [{ name: 'shows-tasks-to-nobody', needs: ['conversations'], replaces: { taskIsTheirs: () => false } }],
  },
]);
