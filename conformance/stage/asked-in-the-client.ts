import type { Answer, RpcMessage } from '../vocabulary/answer.ts';
import { Blocked, describe } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';
import { CLIENT_INFO } from '../wire/mcp.ts';
import type { Trader } from './two-steps.ts';

// An order that the user confirms in the client: in rounds without a session, by elicitation in one.

const TOOL = 'place_order';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
export const CAN_BE_ASKED = { elicitation: {} };

/** Milliseconds for the next words on the stream of a call. */
const PATIENCE = 5000;

export type Action = 'accept' | 'decline' | 'cancel';
type Values = Record<string, unknown>;

const orderOf = (world: World, { account }: Pick<Trader, 'account'>, over: Values = {}) => ({
  name: TOOL,
  arguments: { ...world.tool('place').args(account), ...over },
});

/** Asks for an order without a session; `more` are parameters of a later round. */
export const placeInRounds = (
  world: World,
  { mcp, account }: Pick<Trader, 'mcp' | 'account'>,
  more: Values = {},
  { over, capabilities = CAN_BE_ASKED, alone }: { over?: Values; capabilities?: Values; alone?: boolean } = {},
): Promise<Answer> =>
  mcp.request(
    'tools/call',
    { ...orderOf(world, { account }, over), ...more, _meta: { [CAPABILITIES]: capabilities } },
    // Whatever comes next goes over another connection.
    (draft) => alone && Object.assign(draft.headers, { connection: 'close' }),
  );

/** What a first round ended with: the questions by their keys, and the state that comes back with the replies. */
export interface Round {
  requests: Record<string, { params?: { requestedSchema?: { properties?: Record<string, { type?: string }> } } }>;
  requestState: string;
}

export const roundIn = (answer: Answer): Round | undefined => {
  const { resultType, inputRequests, requestState } = answer.rpc()?.result ?? {};
  return resultType === 'input_required' ? { requests: inputRequests ?? {}, requestState } : undefined;
};

/** A first round; `Blocked` where nothing is asked. */
export async function asked(world: World, who: Trader, how: { over?: Values; alone?: boolean } = {}): Promise<Round> {
  const answer = await placeInRounds(world, who, {}, how);
  const round = roundIn(answer);
  if (round) return round;
  throw new Blocked(
    `nothing was asked: ${describe(answer)}`,
    undefined,
    'confirmation/sends-after-a-yes-in-the-client',
  );
}

interface Reply {
  action: Action;
  content?: Values;
}

/** What a form is filled in with: every box of it `ticked` or not. */
const replyTo = (question: Round['requests'][string] | undefined, action: Action, ticked: boolean): Reply => {
  const boxes = Object.entries(question?.params?.requestedSchema?.properties ?? {});
  const content = Object.fromEntries(boxes.flatMap(([name, { type }]) => (type === 'boolean' ? [[name, ticked]] : [])));
  return action === 'accept' ? { action, content } : { action };
};

/** The parameters of the round that follows. */
export const replies = (
  { requests }: Pick<Round, 'requests'>,
  action: Action,
  ticked = true,
): { inputResponses: Record<string, Reply> } => ({
  inputResponses: Object.fromEntries(
    Object.entries(requests).map(([key, question]) => [key, replyTo(question, action, ticked)]),
  ),
});

/** What was heard of a call in a session. */
export interface Heard {
  questions: RpcMessage[];
  /** Everything on its stream. */
  messages: RpcMessage[];
  answer: RpcMessage | undefined;
  at: Answer;
}

const messagesIn = (said: string): RpcMessage[] =>
  said
    .split(/\r?\n/)
    .map((line) => line.replace(/^data: ?/, ''))
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as RpcMessage];
      } catch {
        return [];
      }
    });

interface Asking {
  capabilities?: Values;
  action: Action;
  ticked?: boolean;
  /** Somebody else, who says it in the session of the first, who then declines. */
  repliedBy?: Mcp;
  /** What happens between the question and the reply; `no reply` where none is to follow. */
  meanwhile?(order: OpenOrder): Promise<unknown>;
}

/** An order whose user is being asked in a session. */
interface OpenOrder {
  /** Leaves the stream of the call. */
  hangUp(): void;
  /** Cancels the call as the protocol has it. */
  cancel(): Promise<Answer>;
}

export const NO_REPLY = 'no reply';

/** Asks for an order in a session of its own, whose client has these capabilities, and replies to what it is asked. */
export async function placeInASession(
  world: World,
  who: Trader,
  { capabilities = CAN_BE_ASKED, action, ticked = true, repliedBy, meanwhile }: Asking,
): Promise<Heard> {
  const first = who.mcp.draft('initialize', { protocolVersion: world.era, capabilities, clientInfo: CLIENT_INFO });
  const post = (headers: Record<string, string>, body: unknown) =>
    ({ method: 'POST', url: world.mcpUrl, headers, body: JSON.stringify(body) }) as const;
  const opened = await world.http.send(post(first.headers, first.body));
  const session = opened.headers['mcp-session-id'];
  const headers = {
    ...first.headers,
    'mcp-protocol-version': world.era,
    ...(session ? { 'mcp-session-id': session } : {}),
  };
  await world.http.send(post(headers, { jsonrpc: '2.0', method: 'notifications/initialized' }));
  const call = { jsonrpc: '2.0', id: 'order', method: 'tools/call', params: orderOf(world, who) };
  const { answer: at, next, close } = await world.http.open(post(headers, call));
  const theirs = repliedBy && { ...headers, authorization: repliedBy.draft('ping').headers.authorization! };
  const questions: RpcMessage[] = [];
  let said = '';
  const order: OpenOrder = {
    hangUp: close,
    cancel: () =>
      world.http.send(
        post(headers, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: call.id } }),
      ),
  };
  const heard = (): Heard => {
    const messages = messagesIn(said);
    return { questions, messages, answer: messages.find(({ id, method }) => id === call.id && !method), at };
  };
  try {
    for (let part = await next(PATIENCE); part !== 'ended' && part !== 'silent'; part = await next(PATIENCE)) {
      said += part;
      const { messages, answer } = heard();
      if (answer) return heard();
      for (const question of messages.filter(({ id, method }) => method && id !== undefined).slice(questions.length)) {
        questions.push(question);
        const reply = (as: Record<string, string>, result: Reply) =>
          world.http.send(post(as, { jsonrpc: '2.0', id: question.id, result }));
        if ((await meanwhile?.(order)) === NO_REPLY) continue;
        if (theirs) await reply(theirs, replyTo(question, action, ticked));
        await reply(headers, theirs ? { action: 'decline' } : replyTo(question, action, ticked));
      }
    }
  } finally {
    close();
  }
  return heard();
}
