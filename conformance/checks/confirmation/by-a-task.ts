import { type Heard, hear, placeAsATask, say } from '../../stage/asked-in-the-client.ts';
import { RELATED, taskIn } from '../../stage/tasks.ts';
import { expectSent, type Trader, trader } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { Blocked, describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteEvents } from '../../vocabulary/rewrite-events.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// An order as a task (MCP 2025-11-25): it waits for its user, and who waits for its result is asked.

interface Waiting {
  who: Trader;
  taskId: string;
  /** Sends a request about the task, in its session. */
  about(method: string): Promise<Awaited<ReturnType<typeof say>>>;
  /** Waits for the result, with a user who says yes; `meanwhile` is done before they do. */
  confirm(meanwhile?: () => Promise<void>): Promise<Heard>;
}

interface ByATask {
  judge(world: World, waiting: Waiting): Promise<void>;
}

const table: Table<ByATask> = {
  applies: { needs: ['conversations'], eras: ['2025-11-25'] },
  dependsOn: ['confirmation/sends-after-a-yes-in-a-session'],
  async run(world, { judge }) {
    const who = await trader(world);
    const { headers, at } = await placeAsATask(world, who);
    if (at.rpc()?.error?.code === -32601 || at.rpc()?.result?.content)
      throw new NotOffered('orders are not placed as tasks');
    const { taskId } = taskIn(at);
    const about = (method: string) => say(world, headers, { jsonrpc: '2.0', id: method, method, params: { taskId } });
    const confirm = async (meanwhile?: () => Promise<void>) => {
      const request = { method: 'tasks/result', params: { taskId } };
      const heard = await hear(world, headers, request, { action: 'accept', ...(meanwhile ? { meanwhile } : {}) });
      if (heard.questions.length === 0) throw new Blocked('who waits for the result of an order is asked nothing');
      return heard;
    };
    await judge(world, { who, taskId, about, confirm });
  },
};

const variations = ['bodies-in-gzip'];

export default rows(table, [
  {
    id: 'confirmation/says-that-a-task-waits-for-its-user',
    title: 'An order that waits for its user says that input is required',
    clauses: ['mcp-2025-11-25/tasks/input-required'],
    async judge(_world, { about, confirm }) {
      await confirm(async () => {
        const answer = await about('tasks/get');
        expect.equal(answer.rpc()?.result?.status, 'input_required', 'the status while its user is asked', answer);
      });
    },
    remedy: 'Set the status to input_required when the user is asked.',
    variations,
    mutants: [{ name: 'says-nothing-of-who-is-waited-for', replaces: { waitingTaskSaysSo: () => 'working' } }],
  },
  {
    id: 'confirmation/names-the-task-in-its-question',
    title: 'What the user is asked for a task names the task',
    clauses: ['mcp-2025-11-25/tasks/related-in-request', 'mcp-2025-11-25/tasks/related-on-all'],
    async judge(_world, { taskId, confirm }) {
      const { questions, at } = await confirm();
      const wrong = questions.find(({ params }) => params?._meta?.[RELATED]?.taskId !== taskId);
      expect.that(!wrong, { expected: `${RELATED} in _meta`, seen: JSON.stringify(wrong), at });
    },
    remedy: 'Put io.modelcontextprotocol/related-task into _meta of what is asked for a task.',
    variations,
    mutants: [
      {
        name: 'asks-for-no-task',
        rewrites: rewriteEvents(/elicitation\/create/, ({ params: { _meta, ...params }, ...said }) => ({
          ...said,
          params,
        })),
      },
    ],
  },
  {
    id: 'confirmation/goes-on-with-a-task-after-a-yes',
    title: 'After the yes of its user the order of a task is sent, once, and the task is completed',
    clauses: ['mcp-2025-11-25/tasks/leaves-input-required'],
    async judge(world, { who, about, confirm }) {
      const { answer, at } = await confirm();
      const order = answer?.result?.structuredContent?.order;
      expect.that(order, { expected: 'the order', seen: JSON.stringify(answer ?? 'no answer').slice(0, 300), at });
      const told = await about('tasks/get');
      expect.equal(told.rpc()?.result?.status, 'completed', 'the status after that', told);
      if (world.hooks.has('journal')) await expectSent(world, who, 1, at);
    },
    remedy: 'Go on when the reply is there, and set the status again.',
    variations,
    mutants: [
      {
        name: 'leaves-tasks-waiting',
        rewrites: rewriteResult(
          (result) => result.taskId && result.status === 'completed' && { ...result, status: 'input_required' },
        ),
      },
    ],
  },
  {
    id: 'confirmation/sends-nothing-for-a-cancelled-task',
    title: 'An order whose task is cancelled while its user is asked is not sent, whatever is replied afterwards',
    clauses: ['mcp-2025-11-25/tasks/cancel-stops', 'mcp-2025-11-25/tasks/cancel-transitions'],
    async judge(world, { who, about, confirm }) {
      const { at } = await confirm(async () => {
        const answer = await about('tasks/cancel');
        expect.that(answer.rpc()?.result, { expected: 'a cancelled task', seen: describe(answer), at: answer });
      });
      if (world.hooks.has('journal')) await expectSent(world, who, 0, at);
    },
    remedy: 'Stop waiting for the user when a task is cancelled, and send nothing after that.',
    variations,
    mutants: ['works-on-for-cancelled-tasks'],
  },
]);
