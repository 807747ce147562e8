import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CreateMessageResultSchema,
  ElicitResultSchema,
  ListRootsResultSchema,
  type ProgressToken,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import {
  type Askable,
  askableOf,
  type LogLevel,
  logLevels,
  type Question,
  type Reply,
  type Talk,
  yesOrNo,
} from '../tools/talk.ts';
import { ToolProblem } from '../tools/tool.ts';
import type { Call, Endpoint } from './call.ts';

/** MCP 2025-11-25, "Logging": what is sent to whoever set no level is the server's choice. */
export const usualLogLevel: LogLevel = 'info';

const resultOf = {
  elicitation: ElicitResultSchema,
  sampling: CreateMessageResultSchema,
  roots: ListRootsResultSchema,
};

/** Longer than any wait: it ends by the gateway's own clock. */
const never = 2 ** 31 - 1;

interface Session {
  server: Server;
  logLevel(): LogLevel;
}

/** Talks in a session: questions go out before the answer, on its stream. */
export function statefulTalk(
  { context }: Endpoint,
  call: Call,
  { server, logLevel }: Session,
  extra: RequestHandlerExtra<ServerRequest, ServerNotification>,
): Talk {
  const { behaviours, clock, settings } = context;
  const made: Record<string, unknown> = {};

  const can = (askable: Askable): boolean =>
    call.line !== undefined && behaviours.clientCanBeAsked(server.getClientCapabilities()?.[askable] !== undefined);

  const must = (askable: Askable, instead: string) => {
    if (!can(askable)) throw new ToolProblem('client_cannot_be_asked', `This client cannot be asked. ${instead}`);
  };

  async function put(question: Question): Promise<Reply> {
    const askable = askableOf(question);
    must(askable, 'Tell the user that this needs another client.');
    const late = new AbortController();
    const forget = clock.schedule(clock.now() + behaviours.questionWaitsFor(settings.confirmationSeconds) * 1000, () =>
      late.abort(),
    );
    const signal = AbortSignal.any([late.signal, extra.signal]);
    try {
      return await extra.sendRequest(question as ServerRequest, resultOf[askable], { signal, timeout: never });
    } catch (error) {
      if (extra.signal.aborted) throw error;
      if (late.signal.aborted) throw new ToolProblem('nobody_answered', 'The user did not answer in time.');
      throw new ToolProblem('client_cannot_be_asked', 'The client did not answer the question.');
    } finally {
      forget();
    }
  }

  const ask: Talk['ask'] = async (questions) => {
    const entries = Object.entries<Question>(questions);
    const replies = await Promise.all(entries.map(async ([key, question]) => [key, await put(question)]));
    return Object.fromEntries(replies);
  };

  return {
    can,
    must,
    ask,
    async confirm(message) {
      const { yes } = await ask({ yes: yesOrNo(message) });
      return behaviours.userSaidYes(yes.action, (yes.content as Reply | undefined)?.confirm);
    },
    async once<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
      if (!Object.hasOwn(made, name)) made[name] = await make();
      return made[name] as Made;
    },
    log(level, data) {
      if (!behaviours.logLevelIsReached(logLevels.indexOf(level), logLevels.indexOf(logLevel()))) return;
      void extra.sendNotification({ method: 'notifications/message', params: { level, data } });
    },
    progress(progress, total, message) {
      const progressToken = extra._meta?.progressToken;
      if (!behaviours.progressIsWanted(progressToken)) return;
      void extra.sendNotification({
        method: 'notifications/progress',
        params: { progressToken: progressToken as ProgressToken, progress, total, message },
      });
    },
    signal: extra.signal,
  };
}
