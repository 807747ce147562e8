import { callAsTask, outcomeOf, RELATED, takesTasks, taskIn, taskSupportOf, taskTool } from '../../stage/tasks.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteError, rewriteResult } from '../../vocabulary/rewrites.ts';
import { check, rows } from './area.ts';
import { applies, isLifetime, isTime, made, ofTasks } from './of-tasks.ts';
import { type Any, declared, says } from './offers.ts';

// Calls of tools as tasks (MCP 2025-11-25): what they are answered with, and what they come to.

/** Spoils the task in the answer to the call that makes one. */
const spoiltTask = (changes: object) =>
  rewriteResult((result) => result.task && { ...result, task: { ...result.task, ...changes } });
/** Spoils what a task came to. */
const spoiltOutcome = (change: (result: Any) => object) =>
  rewriteResult((result) => result._meta?.[RELATED] && result.content && change(result));

const STATUSES = ['working', 'input_required', 'completed', 'failed', 'cancelled'];
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
    noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
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
  check({
    id: 'wire/demands-a-task-where-it-said-so',
    title: 'A tool that is called as a task alone is not called plainly: -32601',
    clauses: ['mcp-2025-11-25/tasks/required-tool-refuses-plain-call'],
    applies,
    dependsOn: ['wire/declares-that-it-has-tools'],
    async run(world) {
      const mcp = world.mcp(await world.borrow());
      const tool = (await mcp.listTools()).find((one) => taskSupportOf(one) === 'required');
      const { tasks } = await declared(world, mcp);
      if (!tool || !tasks?.requests?.tools?.call) throw new NotOffered('no tool of it is called as a task alone');
      expect.rpcError(await mcp.call(tool.name, {}), -32601);
    },
    remedy: 'Answer -32601 to a plain call of a tool whose execution.taskSupport is required.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'calls-plainly-what-needs-a-task',
        elsewhere: true,
        rewrites: rewriteError(-32601, ({ id, error }) =>
          /task/.test(error.message) ? { body: { jsonrpc: '2.0', id, result: { content: [] } } } : {},
        ),
      },
    ],
  }),
  ...rows(ofTasks, [
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
        { name: 'makes-tasks-of-no-time', needs: ['conversations'], rewrites: spoiltTask({ createdAt: undefined }) },
        {
          name: 'makes-no-task-where-it-said-so',
          needs: ['conversations'],
          rewrites: rewriteResult((result) => result.task && { content: [] }),
        },
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
      mutants: [
        { name: 'begins-tasks-as-done', needs: ['conversations'], rewrites: spoiltTask({ status: 'completed' }) },
      ],
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
      mutants: [
        { name: 'gives-all-tasks-one-id', needs: ['conversations'], rewrites: spoiltTask({ taskId: 'a-task' }) },
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
      mutants: [
        {
          name: 'keeps-half-of-a-result',
          needs: ['conversations'],
          rewrites: spoiltOutcome((result) => ({ ...result, content: [] })),
        },
      ],
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
        {
          name: 'gives-results-of-no-task',
          needs: ['conversations'],
          rewrites: spoiltOutcome((result) => ({ ...result, _meta: undefined })),
        },
      ],
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
          needs: ['conversations'],
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
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [
        { name: 'makes-tasks-of-any-tool', needs: ['conversations'], replaces: { toolTakesTasks: () => true } },
      ],
    },
  ]),
];
