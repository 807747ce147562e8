import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  type CallToolRequest,
  type CallToolResult,
  CancelTaskRequestSchema,
  type CreateTaskResult,
  GetTaskPayloadRequestSchema,
  GetTaskRequestSchema,
  ListTasksRequestSchema,
  RELATED_TASK_META_KEY,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { hasEnded, type KeptTask, type Underway } from '../tasks/tasks.ts';
import type { Talk } from '../tools/talk.ts';
import { problem } from './answer.ts';
import type { Call, Endpoint } from './call.ts';
import { callTool } from './call-tool.ts';
import { pageOf } from './pages.ts';
import { isOpenTo } from './resources.ts';
import { WrongParams } from './wrong-params.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** MCP 2025-11-25, "Tasks": the revision that has them. The next one made them an extension, which is not served. */
export const taskVersions = ['2025-11-25'];

/** What is declared in a session of that revision. */
export const taskCapability = { list: {}, cancel: {}, requests: { tools: { call: {} } } };

/** A tool that takes no tasks was called as one: as if the method was not there. */
export class TakesNoTasks extends Error {}

const relatedTo = (taskId: string) => ({ [RELATED_TASK_META_KEY]: { taskId } });

const holderOf = ({ access: { grant } }: Call) => ({ userId: grant.user.id, grantId: grant.id });

/** Begins a task for a call of a tool, and answers with it. `talkOf` makes what the tool says and asks meanwhile. */
export function beginTask(
  endpoint: Endpoint,
  call: Call,
  params: CallToolRequest['params'],
  talkOf: (call: Call, extra: Extra) => Talk,
  extra: Extra,
  server: Server,
): CreateTaskResult {
  const { behaviours, settings } = endpoint.context;
  const tool = endpoint.registry.get(params.name)?.tool;
  if (!tool) throw new WrongParams(`Unknown tool: ${params.name}. tools/list names those that there are.`);
  if (!behaviours.toolTakesTasks(tool.asTask === true)) {
    throw new TakesNoTasks(`${tool.name} takes no tasks: call it without one.`);
  }
  const ttl = params.task?.ttl;
  if (ttl !== undefined && ttl < 0) throw new WrongParams('task.ttl is in milliseconds, and not less than 0.');
  const about = { holder: holderOf(call), scope: tool.scope, ttl };
  const task = endpoint.tasks.begin(about, (underway) => {
    const own: Call = { ...call, signal: underway.signal };
    return callTool(endpoint, own, talkOf(own, extraOf(extra, server, underway)), params);
  });
  if (task) return { task };
  const description = `At most ${settings.tasksAtOnce} tasks are worked on at a time: wait for one, or cancel one.`;
  call.problem = problem(behaviours.overTheLimitIs429(), 'too_many_tasks', description);
  throw new Error(description);
}

/**
 * The request that began a task is answered: what its tool says goes out on the session's stream, and what it asks on
 * that of whoever waits for the result.
 */
const extraOf = (extra: Extra, server: Server, { taskId, signal, questions }: Underway): Extra => ({
  ...extra,
  signal,
  sendNotification: async ({ method, params }) => {
    const _meta = { ...params?._meta, ...relatedTo(taskId) };
    const said = { method, params: { ...params, _meta } } as ServerNotification;
    // The session may be over by now: the task goes on, and nobody hears of it.
    if (!signal.aborted) await server.notification(said).catch(() => {});
  },
  sendRequest: ({ method, params }, schema, options) =>
    questions.put((ask, until) => {
      const _meta = { ...params?._meta, ...relatedTo(taskId) };
      return ask({ method, params: { ...params, _meta } } as ServerRequest, schema, { ...options, signal: until });
    }, options?.signal ?? signal),
});

/** `tasks/get`, `result`, `list` and `cancel`. Whose a task is, and whether it was there at all, reads the same. */
export function serveTasks(
  endpoint: Endpoint,
  server: Server,
  callOf: (id: Extra['requestId']) => Call,
  inItsWords: <Result>(run: () => Result | Promise<Result>) => Promise<Result>,
): void {
  const { tasks, context } = endpoint;
  const { behaviours } = context;

  function theirs(call: Call, { taskId, _meta }: { taskId: string; _meta?: Record<string, unknown> | undefined }) {
    const related = _meta?.[RELATED_TASK_META_KEY] as { taskId?: string } | undefined;
    const found = tasks.find(behaviours.taskIsTheOneInTheParameter(taskId, related?.taskId));
    if (!found || !behaviours.taskIsTheirs(found.holder, holderOf(call)) || !isOpenTo(endpoint, call, found.scope)) {
      throw new WrongParams('There is no such task: its time has passed, it was never given, or it is not yours.');
    }
    return found;
  }

  async function resultOf({ task }: KeptTask, extra: Extra): Promise<CallToolResult> {
    const { taskId } = task;
    const stopListening = tasks.questionsOf(taskId)?.listen(extra.sendRequest);
    if (behaviours.resultWaitsForTheEnd(!hasEnded(task))) {
      await new Promise<void>((resolve) => {
        const forget = tasks.onEnd(taskId, resolve);
        extra.signal.addEventListener('abort', () => resolve(forget()), { once: true });
      });
    }
    stopListening?.();
    const result = tasks.find(taskId)?.result;
    if (!result) throw new WrongParams('There is no result of this task.');
    return { ...result, _meta: { ...result._meta, ...relatedTo(taskId) } };
  }

  server.setRequestHandler(GetTaskRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => theirs(callOf(requestId), params).task),
  );
  server.setRequestHandler(GetTaskPayloadRequestSchema, ({ params }, extra) =>
    inItsWords(() => resultOf(theirs(callOf(extra.requestId), params), extra)),
  );
  server.setRequestHandler(ListTasksRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => {
      const call = callOf(requestId);
      const own = tasks
        .all()
        .filter(({ holder }) => behaviours.taskIsListedForThem(holder, holderOf(call)))
        .filter(({ scope }) => isOpenTo(endpoint, call, scope));
      const { items, ...more } = pageOf(endpoint, call, 'tasks/list', own, params?.cursor);
      return { tasks: items.map(({ task }) => task), ...more };
    }),
  );
  server.setRequestHandler(CancelTaskRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => {
      const { task } = theirs(callOf(requestId), params);
      if (behaviours.endedTaskIsNotCancelled(hasEnded(task))) {
        throw new WrongParams(`This task is ${task.status}: it cannot be cancelled any more.`);
      }
      return tasks.cancel(task.taskId);
    }),
  );
}
