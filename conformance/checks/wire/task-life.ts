import { callAsTask, lookAt, outcomeOf, RELATED, type Told, taskIn } from '../../stage/tasks.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteEvents } from '../../vocabulary/rewrite-events.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { applies, toolWithTasks } from './of-tasks.ts';

// What becomes of a task (MCP 2025-11-25, “Task Status Lifecycle”): the brokerage is slow, or fails.

interface Begun {
  world: World;
  mcp: Mcp;
  task: Told;
  /** What is said on the stream of the session until these words come, or nothing more does. */
  heard(words: string): Promise<string>;
}

interface Life {
  /** What the brokerage does with the first thing that is asked of it; without one it is as quick as ever. */
  fault?: { kind: 'slow'; seconds: number } | { kind: 'server_error'; status: number };
  /** Looks at the stream of the session, too. */
  listens?: true;
  judge(begun: Begun): Promise<void>;
}

/** Milliseconds for the next words on the stream of a session. */
const PATIENCE = 1000;
const SLOW = { kind: 'slow', seconds: 60 } as const;
const BROKEN = { kind: 'server_error', status: 503 } as const;

async function openStream(world: World, mcp: Mcp): Promise<{ heard: Begun['heard']; close(): void }> {
  await mcp.open();
  const { url, headers } = mcp.draft('ping');
  const stream = await world.http.open({ method: 'GET', url, headers: { ...headers, accept: 'text/event-stream' } });
  if (stream.answer.status !== 200) throw new NotOffered('it opens no stream of a session');
  let said = '';
  return {
    close: stream.close,
    async heard(words) {
      while (!said.includes(words)) {
        const part = await stream.next(PATIENCE);
        if (part === 'silent' || part === 'ended') break;
        said += part;
      }
      return said;
    },
  };
}

const table: Table<Life> = {
  applies,
  spends: 'tokens',
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { fault, listens, judge }) {
    const tool = await toolWithTasks(world, world.mcp(await world.borrow()), 'cancel');
    if (fault) world.hooks.assertHas('faults');
    const person = await world.person();
    const mcp = world.mcp(await world.connect({ person }));
    const stream = listens && (await openStream(world, mcp));
    if (fault) await world.hooks.orderFault({ ...fault, user: person.id!, times: 1, method: 'GET' });
    const task = taskIn(await callAsTask(mcp, tool, { _meta: { progressToken: 'openbell' } }));
    try {
      await judge({ world, mcp, task, heard: stream ? stream.heard : async () => '' });
    } finally {
      if (stream) stream.close();
      await mcp.request('tasks/cancel', { taskId: task.taskId });
    }
  },
};

const cancel = (mcp: Mcp, { taskId }: Told) => mcp.request('tasks/cancel', { taskId });

const messagesOf = (said: string, method: string) =>
  said
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:') && line.includes(`"${method}"`))
    .map((line) => JSON.parse(line.slice('data:'.length)));

export default rows(table, [
  {
    id: 'wire/waits-with-the-result-of-a-task',
    title: 'Who asks for the result of a task that is worked on waits until it has ended',
    clauses: ['mcp-2025-11-25/tasks/result-blocks'],
    fault: SLOW,
    async judge({ mcp, task }) {
      let isAnswered = false;
      const waiting = outcomeOf(mcp, task.taskId).finally(() => {
        isAnswered = true;
      });
      const answer = await lookAt(mcp, task.taskId);
      expect.equal(answer.rpc()?.result?.status, 'working', 'the status of a task that is worked on', answer);
      await lookAt(mcp, task.taskId);
      const wasAnswered = isAnswered;
      await cancel(mcp, task);
      const at = await waiting;
      expect.that(!wasAnswered, { expected: 'no answer before the task has ended', seen: describe(at), at });
    },
    remedy: 'Hold the answer to tasks/result back until the task is completed, failed or cancelled.',
    mutants: [
      {
        name: 'answers-before-a-task-has-ended',
        needs: ['conversations'],
        replaces: { resultWaitsForTheEnd: () => false },
      },
    ],
  },
  {
    id: 'wire/cancels-a-task',
    title: 'A task that is cancelled is so in the answer already',
    clauses: ['mcp-2025-11-25/tasks/cancel-transitions'],
    fault: SLOW,
    async judge({ mcp, task }) {
      const answer = await cancel(mcp, task);
      expect.equal(answer.rpc()?.result?.status, 'cancelled', 'the status in the answer', answer);
    },
    remedy: 'Set the status before you answer tasks/cancel.',
    mutants: [
      {
        name: 'says-that-a-cancelled-task-goes-on',
        needs: ['conversations'],
        rewrites: rewriteResult(
          (result) => result.taskId && result.status === 'cancelled' && { ...result, status: 'working' },
        ),
      },
    ],
  },
  {
    id: 'wire/keeps-a-cancelled-task-cancelled',
    title: 'A task that was cancelled stays so, whatever its work comes to',
    clauses: ['mcp-2025-11-25/tasks/cancelled-stays'],
    fault: SLOW,
    async judge({ mcp, task }) {
      await cancel(mcp, task);
      await outcomeOf(mcp, task.taskId);
      const answer = await lookAt(mcp, task.taskId);
      const { result, error } = answer.rpc() ?? {};
      // A task that was cancelled may be forgotten.
      const isSo = result?.status === 'cancelled' || error?.code === -32602;
      expect.that(isSo, { expected: 'cancelled, or no such task', seen: describe(answer), at: answer });
    },
    remedy: 'Throw away what still comes of the work of a task that was cancelled.',
    variations: ['bodies-in-gzip', 'more-in-results'],
    mutants: [
      {
        name: 'ends-what-was-cancelled',
        needs: ['conversations'],
        replaces: { cancelledTaskStaysCancelled: () => false },
      },
    ],
  },
  {
    id: 'wire/calls-a-task-failed',
    title: 'A task whose call has failed is failed',
    clauses: ['mcp-2025-11-25/tasks/failed-on-error'],
    fault: BROKEN,
    async judge({ mcp, task }) {
      await outcomeOf(mcp, task.taskId);
      const answer = await lookAt(mcp, task.taskId);
      expect.equal(answer.rpc()?.result?.status, 'failed', 'the status of a task whose call has failed', answer);
    },
    remedy: 'Set the status to failed where the result has isError, or there is none.',
    mutants: [
      {
        name: 'calls-a-failed-task-completed',
        needs: ['conversations'],
        replaces: { failedCallIsAFailedTask: () => 'completed' },
      },
    ],
  },
  {
    id: 'wire/says-why-a-task-failed',
    title: 'A task that has failed says why',
    clauses: ['mcp-2025-11-25/tasks/failed-says-why'],
    fault: BROKEN,
    async judge({ mcp, task }) {
      await outcomeOf(mcp, task.taskId);
      const answer = await lookAt(mcp, task.taskId);
      const { statusMessage } = answer.rpc()?.result ?? {};
      const isSaid = typeof statusMessage === 'string' && statusMessage.trim() !== '';
      expect.that(isSaid, { expected: 'a statusMessage', seen: describe(answer), at: answer });
    },
    remedy: 'Put what went wrong, for people, into statusMessage.',
    mutants: [
      {
        name: 'says-nothing-of-failed-tasks',
        needs: ['conversations'],
        rewrites: rewriteResult((result) => result.taskId && { ...result, statusMessage: undefined }),
      },
    ],
  },
  {
    id: 'wire/names-the-task-in-what-it-says',
    title: 'Progress of a task names the task',
    clauses: ['mcp-2025-11-25/tasks/related-on-all'],
    listens: true,
    async judge({ task, heard }) {
      const said = messagesOf(await heard('notifications/progress'), 'notifications/progress');
      if (said.length === 0) throw new NotOffered('it reports no progress of tasks on the stream of the session');
      const wrong = said.find(({ params }) => params?._meta?.[RELATED]?.taskId !== task.taskId);
      expect.that(!wrong, { expected: `${RELATED} in _meta`, seen: JSON.stringify(wrong) });
    },
    remedy: 'Put io.modelcontextprotocol/related-task into _meta of whatever is said of a task.',
    variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
    mutants: [
      {
        name: 'reports-progress-of-no-task',
        needs: ['conversations'],
        rewrites: rewriteEvents(/notifications\/progress/, ({ params, ...said }) => ({
          ...said,
          params: { ...params, _meta: {} },
        })),
      },
    ],
  },
  {
    id: 'wire/names-no-task-beside-its-status',
    title: 'What is told of the status of a task names it by its id alone',
    clauses: ['mcp-2025-11-25/tasks/status-without-related'],
    listens: true,
    async judge({ heard }) {
      const said = messagesOf(await heard('notifications/tasks/status'), 'notifications/tasks/status');
      if (said.length === 0) throw new NotOffered('it tells of no status on the stream of the session');
      const wrong = said.find(({ params }) => params?._meta?.[RELATED]);
      expect.that(!wrong, { expected: `no ${RELATED} in _meta`, seen: JSON.stringify(wrong) });
    },
    remedy: 'Leave io.modelcontextprotocol/related-task out of notifications/tasks/status.',
    variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
    mutants: [
      {
        name: 'names-tasks-twice-in-their-status',
        needs: ['conversations'],
        rewrites: rewriteEvents(/notifications\/tasks\/status/, ({ params, ...said }) => ({
          ...said,
          params: { ...params, _meta: { [RELATED]: { taskId: params.taskId } } },
        })),
      },
    ],
  },
]);
