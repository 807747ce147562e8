import type { CallToolResult, Task } from '@modelcontextprotocol/sdk/types.js';
import type { TaskHolder } from '../behaviours/tasks.ts';
import type { GatewayContext } from '../context.ts';
import { createNews, type News } from '../mcp/news.ts';
import { createBoundedMap } from '../oauth/bounded-map.ts';
import { asIs, createKeptMap } from '../state/kept-map.ts';
import { createQuestions, type Questions } from './questions.ts';

/** A task as it is kept: who may see it, with which scope, and what came of it. */
export interface KeptTask {
  holder: TaskHolder;
  /** Of its tool: whoever lacks it by now sees nothing of the task. */
  scope: string;
  task: Task;
  expiresAt: number;
  result?: CallToolResult;
}

/** What a call that became a task can use. */
export interface Underway {
  taskId: string;
  signal: AbortSignal;
  questions: Questions;
}

export interface Tasks {
  /** Begins the work, and gives the task as it is then; undefined where the holder has as many as one may. */
  begin(
    about: Pick<KeptTask, 'holder' | 'scope'> & { ttl: number | undefined },
    work: (underway: Underway) => Promise<CallToolResult>,
  ): Task | undefined;
  find(taskId: string): KeptTask | undefined;
  all(): KeptTask[];
  /** Runs when it has ended, at once where it has already; returns a function that forgets it. */
  onEnd(taskId: string, run: () => void): () => void;
  /** Where a task that is worked on asks its client. */
  questionsOf(taskId: string): Questions | undefined;
  cancel(taskId: string): Task;
  /** Tells those who follow a grant of each change of its tasks. */
  news: News<Task>;
}

/** The most that are kept of all: who has the most makes room with the oldest. */
const mostKept = 10_000;
const pollMs = 1000;

export const hasEnded = ({ status }: Task): boolean => status !== 'working' && status !== 'input_required';

/**
 * Tasks outlive the session that they were made in, and with a state the gateway too: what came of them can be fetched
 * afterwards. Work that a gateway left behind when it stopped is not taken up again, and has failed.
 */
export function createTasks(context: GatewayContext): Tasks {
  const { authorization, behaviours, clock, random, settings, state } = context;
  const kept = createKeptMap<KeptTask, KeptTask>(
    (forgotten) => createBoundedMap(mostKept, ({ holder }) => holder.grantId, forgotten),
    state.shelf<KeptTask>('tasks'),
    asIs(),
  );
  const works = new Map<string, { stop: AbortController; questions: Questions }>();
  const ends = createNews<void>();
  const news = createNews<Task>();
  const forgetters = new Map<string, () => void>();

  function change(taskId: string, changes: Partial<Task>, result?: CallToolResult): void {
    const entry = kept.get(taskId);
    if (!entry) return;
    const task = { ...entry.task, ...changes, lastUpdatedAt: timeOf(clock.now()) };
    kept.set(taskId, { ...entry, task, ...(result && { result }) });
    news.tell(entry.holder.grantId, task);
    if (hasEnded(task)) ends.tell(taskId);
  }

  function end(taskId: string, result: CallToolResult): void {
    const entry = kept.get(taskId);
    works.delete(taskId);
    if (!entry || behaviours.cancelledTaskStaysCancelled(hasEnded(entry.task))) return;
    const status = behaviours.failedCallIsAFailedTask(result.isError === true);
    change(taskId, { status, statusMessage: status === 'failed' ? wordsOf(result) : 'Done.' }, result);
  }

  function drop(taskId: string): void {
    works.get(taskId)?.stop.abort();
    works.delete(taskId);
    forgetters.get(taskId)?.();
    forgetters.delete(taskId);
    kept.delete(taskId);
    ends.tell(taskId);
  }

  /** A task goes with its time, or with the grant that it was made with. */
  function watch({ task: { taskId }, expiresAt, holder }: KeptTask): void {
    const whenRevoked = authorization.onRevoked(holder.grantId, () => drop(taskId));
    const whenExpired = clock.schedule(behaviours.taskGoesWithItsTime(expiresAt), () => drop(taskId));
    forgetters.set(taskId, () => {
      whenRevoked();
      whenExpired();
    });
  }

  for (const entry of [...kept.values()]) {
    watch(entry);
    if (!hasEnded(entry.task))
      change(entry.task.taskId, { status: 'failed', statusMessage: leftBehind }, failed(leftBehind));
  }
  context.onReset(() => {
    for (const { task } of [...kept.values()]) drop(task.taskId);
  });

  return {
    begin({ holder, scope, ttl: asked }, work) {
      const open = [...kept.values()].filter((one) => one.holder.grantId === holder.grantId && !hasEnded(one.task));
      if (!behaviours.holderHasRoomForATask(open.length, settings.tasksAtOnce)) return undefined;
      const taskId = random.uuid();
      const ttl = behaviours.taskLifetimeIsWithinTheLimit(asked, settings.taskSeconds * 1000);
      const at = timeOf(clock.now());
      const task: Task = { taskId, status: 'working', createdAt: at, lastUpdatedAt: at, ttl, pollInterval: pollMs };
      const entry = { holder, scope, task, expiresAt: clock.now() + ttl };
      kept.set(taskId, entry);
      watch(entry);
      const stop = new AbortController();
      const questions = createQuestions((waits) => {
        const now = kept.get(taskId)?.task;
        if (now && !hasEnded(now)) change(taskId, { status: waits ? behaviours.waitingTaskSaysSo() : 'working' });
      });
      works.set(taskId, { stop, questions });
      void work({ taskId, signal: stop.signal, questions }).then(
        (result) => end(taskId, result),
        () => end(taskId, failed('Internal error')),
      );
      return task;
    },
    find: (taskId) => kept.get(taskId),
    all: () => [...kept.values()],
    onEnd: (taskId, run) => ends.follow(taskId, run),
    questionsOf: (taskId) => works.get(taskId)?.questions,
    cancel(taskId) {
      if (behaviours.cancelledTaskStops(true)) works.get(taskId)?.stop.abort();
      change(taskId, { status: 'cancelled', statusMessage: cancelled }, failed(cancelled));
      return kept.get(taskId)!.task;
    },
    news,
  };
}

const cancelled = 'Cancelled by the client.';
const leftBehind = 'The gateway stopped before this was done: call the tool again.';

const timeOf = (now: number): string => new Date(now).toISOString();

const failed = (message: string): CallToolResult => ({ content: [{ type: 'text', text: message }], isError: true });

/** What a failed call says, for people. */
function wordsOf({ content }: CallToolResult): string {
  const [first] = content;
  return first?.type === 'text' ? first.text : 'The call failed.';
}
