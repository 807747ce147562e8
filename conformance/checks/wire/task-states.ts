import {
  callAsTask,
  listedTasks,
  lookAt,
  lookAtNew,
  outcomeOf,
  RELATED,
  type Told,
  taskIn,
} from '../../stage/tasks.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteResult } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import { isLifetime, isTime, made, ofTasks } from './of-tasks.ts';
import { type Any, says } from './offers.ts';

// What is told of tasks (MCP 2025-11-25): by their id, and in the list of them.

/** Spoils what is told of a task by its id. */
const spoiltState = (change: (task: Any) => object | undefined) =>
  rewriteResult((result) => result.taskId && change(result));
/** A task that has ended. */
const ended = async (mcp: Mcp, tool: string): Promise<Told> => {
  const task = await made(mcp, tool);
  await outcomeOf(mcp, task.taskId);
  return task;
};

/** Milliseconds for which a task is asked to be kept, and for which a run waits at most. */
const BRIEF = 1000;
const LONG = 3_600_000;

const variations = ['errors-in-other-words', 'bodies-in-gzip'];

export default rows(ofTasks, [
  {
    id: 'wire/tells-the-times-of-a-task',
    title: 'What is told of a task says when it was made and when it changed',
    clauses: ['mcp-2025-11-25/tasks/timestamps'],
    async judge(mcp, tool) {
      const answer = await lookAtNew(mcp, await made(mcp, tool));
      const { createdAt, lastUpdatedAt } = answer.rpc()?.result ?? {};
      says(answer, isTime(createdAt) && isTime(lastUpdatedAt), 'createdAt and lastUpdatedAt in ISO 8601');
    },
    remedy: 'Put createdAt and lastUpdatedAt, in ISO 8601, into every answer with a task.',
    mutants: [
      {
        name: 'tells-no-times-of-tasks',
        needs: ['conversations'],
        rewrites: spoiltState((task) => ({ ...task, lastUpdatedAt: 'a while ago' })),
      },
    ],
  },
  {
    id: 'wire/tells-the-lifetime-of-a-task',
    title: 'What is told of a task says how long it is kept',
    clauses: ['mcp-2025-11-25/tasks/ttl-in-get'],
    async judge(mcp, tool) {
      const answer = await lookAtNew(mcp, await made(mcp, tool));
      says(answer, isLifetime(answer.rpc()?.result?.ttl), 'a ttl in milliseconds, or null');
    },
    remedy: 'Put the real ttl into the answer to tasks/get.',
    mutants: [
      {
        name: 'tells-no-lifetime-of-tasks',
        needs: ['conversations'],
        rewrites: spoiltState((task) => ({ ...task, ttl: undefined })),
      },
    ],
  },
  {
    id: 'wire/tells-of-a-task-in-one-answer',
    title: 'tasks/get is answered at once, and opens no stream',
    clauses: ['mcp-2025-11-25/tasks/get-no-stream'],
    async judge(mcp, tool) {
      const answer = await lookAtNew(mcp, await made(mcp, tool));
      const type = answer.headers['content-type'] ?? 'none';
      expect.that(!type.startsWith('text/event-stream'), { expected: 'JSON', seen: type, at: answer });
    },
    remedy: 'Answer tasks/get with JSON: who asks wants to poll.',
    variations: ['more-in-results', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'streams-how-a-task-stands',
        needs: ['conversations'],
        rewrites: {
          at: 'gateway',
          response: (answer) =>
            (answer.body as Any)?.result?.taskId
              ? {
                  ...answer,
                  headers: { ...answer.headers, 'content-type': 'text/event-stream' },
                  body: `event: message\ndata: ${JSON.stringify(answer.body)}\n\n`,
                }
              : answer,
        },
      },
    ],
  },
  {
    id: 'wire/names-no-task-beside-its-id',
    title: 'Answers that hold a task by its id name it in no metadata besides',
    clauses: ['mcp-2025-11-25/tasks/related-not-beside-id'],
    async judge(mcp, tool) {
      const answer = await lookAtNew(mcp, await made(mcp, tool));
      says(answer, !answer.rpc()?.result?._meta?.[RELATED], `no ${RELATED} in _meta`);
    },
    remedy: 'Leave io.modelcontextprotocol/related-task out of tasks/get, tasks/list and tasks/cancel.',
    mutants: [
      {
        name: 'names-tasks-twice',
        needs: ['conversations'],
        rewrites: spoiltState((task) => ({ ...task, _meta: { [RELATED]: { taskId: task.taskId } } })),
      },
    ],
  },
  {
    id: 'wire/goes-by-the-task-in-the-parameters',
    title: 'The taskId of the parameters counts, whatever the metadata say',
    clauses: ['mcp-2025-11-25/tasks/parameter-is-truth'],
    async judge(mcp, tool) {
      const [one, other] = [await made(mcp, tool), await made(mcp, tool)];
      const answer = await lookAtNew(mcp, one, { _meta: { [RELATED]: { taskId: other.taskId } } });
      expect.equal(answer.rpc()?.result?.taskId, one.taskId, 'the task that is told of', answer);
    },
    remedy: 'Ignore io.modelcontextprotocol/related-task in requests about a task.',
    mutants: [
      {
        name: 'goes-by-the-task-in-the-metadata',
        needs: ['conversations'],
        replaces: { taskIsTheOneInTheParameter: (parameter, related) => related ?? parameter },
      },
    ],
  },
  {
    id: 'wire/lists-the-tasks-that-it-tells-of',
    title: 'A task that can be asked for is in the list',
    clauses: ['mcp-2025-11-25/tasks/list-complete'],
    needs: 'list',
    async judge(mcp, tool) {
      const { taskId } = await made(mcp, tool);
      const { tasks, at } = await listedTasks(mcp);
      says(
        at,
        tasks.some((task) => task.taskId === taskId),
        'the new task in the list',
      );
    },
    remedy: 'List every task that tasks/get finds for this caller.',
    mutants: [
      {
        name: 'lists-no-tasks',
        needs: ['conversations'],
        rewrites: rewriteResult((result) => result.tasks && { ...result, tasks: [] }),
      },
    ],
  },
  {
    id: 'wire/refuses-an-unknown-cursor-of-tasks',
    title: 'A cursor of the list of tasks that was never given is the error -32602',
    clauses: ['mcp-2025-11-25/tasks/list-invalid-cursor'],
    needs: 'list',
    async judge(mcp) {
      expect.rpcError(await mcp.request('tasks/list', { cursor: 'openbell-no-such-cursor' }), -32602);
    },
    remedy: 'Answer -32602 to a cursor that you did not give.',
    variations,
    mutants: ['takes-cursors-of-anybody'],
  },
  {
    id: 'wire/refuses-an-unknown-task',
    title: 'A task that does not exist is the error -32602, whatever is asked about it',
    clauses: ['mcp-2025-11-25/tasks/unknown-id'],
    async judge(mcp) {
      for (const method of ['tasks/get', 'tasks/result'])
        expect.rpcError(await mcp.request(method, { taskId: 'openbell-none' }), -32602);
    },
    remedy: 'Answer -32602 where a task is unknown or has expired.',
    variations,
    mutants: [
      {
        name: 'calls-an-unknown-task-an-internal-error',
        needs: ['conversations'],
        rewrites: rewriteError(-32602, (body) =>
          /task/.test(body.error.message) ? { body: { ...body, error: { ...body.error, code: -32603 } } } : {},
        ),
      },
    ],
  },
  {
    id: 'wire/cancels-no-task-that-has-ended',
    title: 'A task that has ended is not cancelled any more: -32602',
    clauses: ['mcp-2025-11-25/tasks/cancel-terminal-rejected'],
    needs: 'cancel',
    async judge(mcp, tool) {
      const { taskId } = await ended(mcp, tool);
      expect.rpcError(await mcp.request('tasks/cancel', { taskId }), -32602);
    },
    remedy: 'Look at the status before you cancel, and answer -32602 where the task has ended.',
    variations,
    mutants: [
      { name: 'cancels-what-has-ended', needs: ['conversations'], replaces: { endedTaskIsNotCancelled: () => false } },
    ],
  },
  {
    id: 'wire/changes-no-task-that-has-ended',
    title: 'A task that has ended stays what it is',
    clauses: ['mcp-2025-11-25/tasks/terminal-stays'],
    needs: 'cancel',
    async judge(mcp, tool) {
      const { taskId } = await ended(mcp, tool);
      const before = (await lookAt(mcp, taskId)).rpc()?.result?.status;
      await mcp.request('tasks/cancel', { taskId });
      const answer = await lookAt(mcp, taskId);
      expect.equal(answer.rpc()?.result?.status, before, 'the status of a task that has ended', answer);
    },
    remedy: 'Let nothing change the status of a task that is completed, failed or cancelled.',
    mutants: ['cancels-what-has-ended'],
  },
  {
    id: 'wire/forgets-a-task-in-time',
    title: 'A task is forgotten when its time has passed',
    clauses: ['mcp-2025-11-25/tasks/cleans-up'],
    lane: 'exclusive',
    async judge(mcp, tool, world) {
      world.hooks.assertHas('clock');
      const { taskId, ttl } = taskIn(await callAsTask(mcp, tool, { task: { ttl: BRIEF } }));
      if (typeof ttl !== 'number' || ttl > LONG) throw new NotOffered(`it keeps tasks for ${ttl} ms`);
      await world.hooks.advance(Math.ceil(ttl / 1000) + 1);
      const answer = await lookAt(mcp, taskId);
      expect.that(answer.rpc()?.error, { expected: 'no such task', seen: describe(answer), at: answer });
    },
    remedy: 'Delete a task and its result when its ttl has passed.',
    variations,
    mutants: [
      {
        name: 'keeps-tasks-beyond-their-time',
        needs: ['conversations'],
        replaces: { taskGoesWithItsTime: (expiresAt) => 2 * expiresAt },
      },
    ],
  },
]);
