import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  LOG_LEVEL_META_KEY,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type Askable, askableOf, logLevels, type Question, type Reply, type Talk, yesOrNo } from '../tools/talk.ts';
import type { Call, Endpoint } from './call.ts';
import { digestOf, firstRound } from './request-state.ts';

/** The call ends here, with what is asked. */
export class InputRequired extends Error {
  readonly result: InputRequiredResult;
  constructor(result: InputRequiredResult) {
    super('The client is asked first.');
    this.result = result;
  }
}

/** Talks without a session: each question ends the call. Throws where the request's state is no good. */
export function statelessTalk(endpoint: Endpoint, call: Call, params: object, { mcpReq }: ServerContext): Talk {
  const { behaviours } = endpoint.context;
  const { inputResponses = {}, _meta } = mcpReq;
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const declared = (envelope[CLIENT_CAPABILITIES_META_KEY] ?? {}) as Readonly<Record<string, unknown>>;
  const request = () => digestOf(mcpReq.method, { ...params });
  const state = mcpReq.requestState<string>();
  const before = state === undefined ? firstRound : endpoint.requestStates.open(state, call, request());
  if (!before) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'Invalid or expired requestState: call again without it.',
      {
        reason: 'invalid_request_state',
      },
    );
  }
  const made: Record<string, unknown> = { ...before.made };
  const replies: Record<string, Reply> = { ...before.replies };
  const wanted = levelOf(envelope[LOG_LEVEL_META_KEY]);

  const can = (askable: Askable): boolean => behaviours.clientCanBeAsked(declared[askable] !== undefined);

  function replyTo(key: string, question: Question, freely: boolean): Reply | undefined {
    if (Object.hasOwn(replies, key)) return replies[key];
    if (!freely && !behaviours.repliesAreToWhatWasAsked(key, before!.asked)) return undefined;
    return kindOf(inputResponses, key) === askableOf(question) ? (inputResponses[key] as Reply) : undefined;
  }

  const ask: Talk['ask'] = async (questions, freely) => {
    const missing: Record<string, Question> = {};
    for (const [key, question] of Object.entries<Question>(questions)) {
      const reply = replyTo(key, question, freely === 'freely');
      if (reply) replies[key] = reply;
      else missing[key] = question;
    }
    const asked = Object.keys(missing);
    if (asked.length === 0) return replies as Record<keyof typeof questions, Reply>;
    const requestState = endpoint.requestStates.seal({ made, replies, asked }, call, request());
    throw new InputRequired(inputRequired({ inputRequests: missing as unknown as InputRequests, requestState }));
  };

  return {
    can,
    must(askable) {
      if (can(askable)) return;
      throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { [askable]: {} } });
    },
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
      if (!behaviours.logLevelIsReached(logLevels.indexOf(level), wanted)) return;
      void mcpReq.notify({ method: 'notifications/message', params: { level, data } });
    },
    progress(progress, total, message) {
      const progressToken = _meta?.progressToken;
      if (!behaviours.progressIsWanted(progressToken)) return;
      void mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total, message } });
    },
    signal: mcpReq.signal,
  };
}

/** MCP 2026-07-28, "Logging": without a level nothing is said; one that is none is the client's mistake. */
function levelOf(level: unknown): number | undefined {
  if (level === undefined) return undefined;
  const index = (logLevels as readonly unknown[]).indexOf(level);
  if (index < 0) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such log level.');
  return index;
}

function kindOf(responses: Record<string, unknown>, key: string): Askable | 'missing' {
  const { kind } = inputResponse(responses, key);
  return kind === 'elicit' ? 'elicitation' : kind;
}
