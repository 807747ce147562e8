import {
  callAsTask,
  listedTasks,
  lookAt,
  outcomeOf,
  RELATED,
  type Told,
  takesTasks,
  taskIn,
  taskTool,
} from '../../stage/tasks.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { check, rows } from './area.ts';
import { declared } from './offers.ts';

// Calls of tools as tasks (MCP 2025-11-25): what is answered, and what is told of a task afterwards.

interface OfTasks {
  /** What the server must declare besides, where it is about that. */
  needs?: 'list' | 'cancel';
  judge(mcp: Mcp, tool: string, world: World): Promise<void>;
}

const applies = { eras: ['2025-11-25'] } as const;

const table: Table<OfTasks> = {
  applies,
  dependsOn: ['wire/makes-a-task-of-a-call'],
  async run(world, { needs, judge }) {
    const mcp = world.mcp(await world.borrow());
    const { tasks } = await declared(world, mcp);
    if (!tasks?.requests?.tools?.call) throw new NotOffered('it declares no tasks for calls of tools');
    if (needs && !tasks[needs]) throw new NotOffered(`it declares no tasks/${needs}`);
    await judge(mcp, await taskTool(world, mcp), world);
  },
};

// biome-ignore lint/suspicious/noExplicitAny: a mutant may spoil any part of what is told
type Any = any;
/** Spoils the task in the answer to the call that makes one. */
const spoiltTask = (changes: object) =>
  rewriteResult((result) => result.task && { ...result, task: { ...result.task, ...changes } });
/** Spoils what is told of a task by its id. */
const spoiltState = (change: (task: Any) => object | undefined) =>
  rewriteResult((result) => result.taskId && change(result));
/** Spoils what a task came to. */
const spoiltOutcome = (change: (result: Any) => object) =>
  rewriteResult((result) => result._meta?.[RELATED] && result.content && change(result));

const says = (answer: Answer, isSo: unknown, expected: string): void =>
  expect.that(isSo, { expected, seen: describe(answer), at: answer });

const made = async (mcp: Mcp, tool: string): Promise<Told> => taskIn(await callAsTask(mcp, tool));
/** A task that has ended. */
const ended = async (mcp: Mcp, tool: string): Promise<Told> => {
  const task = await made(mcp, tool);
  await outcomeOf(mcp, task.taskId);
  return task;
};

const isTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
const isLifetime = (value: unknown): boolean => value === null || typeof value === 'number';
const STATUSES = ['working', 'input_required', 'completed', 'failed', 'cancelled'];
const variations = ['errors-in-other-words', 'bodies-in-gzip'];
const DECADE = 10 * 365 * 24 * 3_600_000;

export default [
  check({
    id: 'wire/declares-its-tasks',
    title: 'A server whose tools take tasks declares that it makes them',
    clauses: ['mcp-2025-11-25/tasks/capability-declared'],
    applies,
    dependsOn: ['wire/declares-that-it-has-tools'],
    async run(world) {
      const mcp = world.mcp(await world.borrow());
      const tool = await taskTool(world, mcp);
      const { tasks } = await declared(world, mcp);
      const expected = `tasks.requests.tools.call among the capabilities, as ${tool} takes tasks`;
      expect.that(tasks?.requests?.tools?.call, { expected, seen: JSON.stringify(tasks) ?? 'no tasks' });
    },
    remedy: 'Declare tasks.requests.tools.call where a tool has execution.taskSupport.',
    variations: ['more-in-results', 'more-in-schemas'],
    mutants: [
      {
        name: 'hides-that-it-makes-tasks',
        needs: ['conversations'],
        rewrites: rewriteResult(
          ({ capabilities, ...result }) =>
            capabilities?.tasks && { ...result, capabilities: { ...capabilities, tasks: undefined } },
        ),
      },
    ],
  }),
  ...rows(table, [
    {
      id: 'wire/makes-a-task-of-a-call',
      title: 'A call for a task is answered with one: its id, its status, its times and its lifetime',
      clauses: ['mcp-2025-11-25/tasks/create-result'],
      dependsOn: ['wire/declares-that-it-has-tools'],
      async judge(mcp, tool) {
        const answer = await callAsTask(mcp, tool);
        const task = answer.rpc()?.result?.task ?? {};
        const isWhole = typeof task.taskId === 'string' && STATUSES.includes(task.status) && isLifetime(task.ttl);
        says(answer, isWhole && isTime(task.createdAt) && isTime(task.lastUpdatedAt), 'a whole task in the answer');
      },
      remedy: 'Answer with task: taskId, status, createdAt, lastUpdatedAt and ttl.',
      mutants: [
        { name: 'makes-tasks-of-no-time', rewrites: spoiltTask({ createdAt: undefined }) },
        { name: 'makes-no-task-where-it-said-so', rewrites: rewriteResult((result) => result.task && { content: [] }) },
      ],
    },
    {
      id: 'wire/begins-tasks-as-working',
      title: 'A task begins as working',
      clauses: ['mcp-2025-11-25/tasks/starts-working'],
      async judge(mcp, tool) {
        const answer = await callAsTask(mcp, tool);
        expect.equal(taskIn(answer).status, 'working', 'the status of a new task', answer);
      },
      remedy: 'Answer the call before you look at what the work has come to.',
      mutants: [{ name: 'begins-tasks-as-done', rewrites: spoiltTask({ status: 'completed' }) }],
    },
    {
      id: 'wire/gives-each-task-an-id-of-its-own',
      title: 'No two tasks have one id',
      clauses: ['mcp-2025-11-25/tasks/id-generated-unique'],
      async judge(mcp, tool) {
        const answers = [await callAsTask(mcp, tool), await callAsTask(mcp, tool), await callAsTask(mcp, tool)];
        const ids = new Set(answers.map((answer) => taskIn(answer).taskId));
        says(answers.at(-1)!, ids.size === answers.length, 'another id for each task');
      },
      remedy: 'Make a random id for each task.',
      mutants: [{ name: 'gives-all-tasks-one-id', rewrites: spoiltTask({ taskId: 'a-task' }) }],
    },
    {
      id: 'wire/tells-the-times-of-a-task',
      title: 'What is told of a task says when it was made and when it changed',
      clauses: ['mcp-2025-11-25/tasks/timestamps'],
      async judge(mcp, tool) {
        const answer = await lookAt(mcp, (await made(mcp, tool)).taskId);
        const { createdAt, lastUpdatedAt } = answer.rpc()?.result ?? {};
        says(answer, isTime(createdAt) && isTime(lastUpdatedAt), 'createdAt and lastUpdatedAt in ISO 8601');
      },
      remedy: 'Put createdAt and lastUpdatedAt, in ISO 8601, into every answer with a task.',
      mutants: [
        {
          name: 'tells-no-times-of-tasks',
          rewrites: spoiltState((task) => ({ ...task, lastUpdatedAt: 'a while ago' })),
        },
      ],
    },
    {
      id: 'wire/tells-the-lifetime-of-a-task',
      title: 'What is told of a task says how long it is kept',
      clauses: ['mcp-2025-11-25/tasks/ttl-in-get'],
      async judge(mcp, tool) {
        const answer = await lookAt(mcp, (await made(mcp, tool)).taskId);
        says(answer, isLifetime(answer.rpc()?.result?.ttl), 'a ttl in milliseconds, or null');
      },
      remedy: 'Put the real ttl into the answer to tasks/get.',
      mutants: [{ name: 'tells-no-lifetime-of-tasks', rewrites: spoiltState((task) => ({ ...task, ttl: undefined })) }],
    },
    {
      id: 'wire/tells-of-a-task-in-one-answer',
      title: 'tasks/get is answered at once, and opens no stream',
      clauses: ['mcp-2025-11-25/tasks/get-no-stream'],
      async judge(mcp, tool) {
        const answer = await lookAt(mcp, (await made(mcp, tool)).taskId);
        const type = answer.headers['content-type'] ?? 'none';
        expect.that(!type.startsWith('text/event-stream'), { expected: 'JSON', seen: type, at: answer });
      },
      remedy: 'Answer tasks/get with JSON: who asks wants to poll.',
      variations: ['more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'streams-how-a-task-stands',
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
      id: 'wire/answers-a-task-as-the-call',
      title: 'A task comes to what the call would have been answered with',
      clauses: ['mcp-2025-11-25/tasks/result-exact'],
      async judge(mcp, tool) {
        const shapeOf = (answer: Answer) => {
          const { content, structuredContent = {}, isError = false } = answer.rpc()?.result ?? {};
          return [content?.map(({ type }: Any) => type), Object.keys(structuredContent).sort(), isError];
        };
        const plain = await mcp.call(tool, {});
        if (plain.rpc()?.error?.code === -32601) throw new NotOffered(`${tool} is called as a task alone`);
        const answer = await outcomeOf(mcp, (await made(mcp, tool)).taskId);
        expect.equal(shapeOf(answer), shapeOf(plain), 'what the task came to', answer);
      },
      remedy: 'Keep the result of the call as it is, and give it back whole.',
      mutants: [{ name: 'keeps-half-of-a-result', rewrites: spoiltOutcome((result) => ({ ...result, content: [] })) }],
    },
    {
      id: 'wire/names-the-task-in-its-result',
      title: 'What a task came to names the task',
      clauses: ['mcp-2025-11-25/tasks/related-in-result'],
      async judge(mcp, tool) {
        const { taskId } = await made(mcp, tool);
        const answer = await outcomeOf(mcp, taskId);
        says(answer, answer.rpc()?.result?._meta?.[RELATED]?.taskId === taskId, `${RELATED} in _meta`);
      },
      remedy: 'Put io.modelcontextprotocol/related-task into _meta of the answer to tasks/result.',
      mutants: [
        { name: 'gives-results-of-no-task', rewrites: spoiltOutcome((result) => ({ ...result, _meta: undefined })) },
      ],
    },
    {
      id: 'wire/names-no-task-beside-its-id',
      title: 'Answers that hold a task by its id name it in no metadata besides',
      clauses: ['mcp-2025-11-25/tasks/related-not-beside-id'],
      async judge(mcp, tool) {
        const answer = await lookAt(mcp, (await made(mcp, tool)).taskId);
        says(answer, !answer.rpc()?.result?._meta?.[RELATED], `no ${RELATED} in _meta`);
      },
      remedy: 'Leave io.modelcontextprotocol/related-task out of tasks/get, tasks/list and tasks/cancel.',
      mutants: [
        {
          name: 'names-tasks-twice',
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
        const answer = await lookAt(mcp, one.taskId, { _meta: { [RELATED]: { taskId: other.taskId } } });
        expect.equal(answer.rpc()?.result?.taskId, one.taskId, 'the task that is told of', answer);
      },
      remedy: 'Ignore io.modelcontextprotocol/related-task in requests about a task.',
      mutants: [
        {
          name: 'goes-by-the-task-in-the-metadata',
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
        { name: 'lists-no-tasks', rewrites: rewriteResult((result) => result.tasks && { ...result, tasks: [] }) },
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
      mutants: [{ name: 'cancels-what-has-ended', replaces: { endedTaskIsNotCancelled: () => false } }],
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
      id: 'wire/keeps-tasks-for-a-limited-time',
      title: 'Nobody keeps a task for ten years',
      clauses: ['mcp-2025-11-25/tasks/maximum-ttl'],
      async judge(mcp, tool) {
        const answer = await callAsTask(mcp, tool, { task: { ttl: DECADE } });
        const { ttl } = taskIn(answer);
        says(answer, typeof ttl === 'number' && ttl < DECADE, 'a ttl that is shorter than asked for');
      },
      remedy: 'Bound ttl, and say the real one in the answer.',
      mutants: [
        {
          name: 'keeps-tasks-as-long-as-asked',
          replaces: { taskLifetimeIsWithinTheLimit: (asked, most) => asked ?? most },
        },
      ],
    },
    {
      id: 'wire/makes-no-task-of-a-tool-that-takes-none',
      title: 'A tool that takes no tasks is not called as one: -32601',
      clauses: ['mcp-2025-11-25/tasks/forbidden-tool-refused'],
      async judge(mcp, _tool, world) {
        const { name } = world.tool('accounts');
        const listed = (await mcp.listTools()).find((tool) => tool.name === name);
        if (!listed || takesTasks(listed)) throw new NotOffered(`${name} takes tasks`);
        expect.rpcError(await callAsTask(mcp, name), -32601);
      },
      remedy: 'Answer -32601 where execution.taskSupport of the tool is forbidden or missing.',
      variations,
      mutants: [{ name: 'makes-tasks-of-any-tool', replaces: { toolTakesTasks: () => true } }],
    },
  ]),
];
