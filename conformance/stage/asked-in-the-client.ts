import type { Answer, RpcMessage } from '../vocabulary/answer.ts';
import { Blocked, describe } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';
import { CLIENT_INFO } from '../wire/mcp.ts';
import { expectSent, type Trader } from './two-steps.ts';

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

/** Each way of not saying yes. */
export const NOES: readonly [Action, boolean?][] = [['decline'], ['cancel'], ['accept', false]];

/** What was sent to the broker, where that can be seen. */
export const sentIfSeen = async (world: World, who: Trader, count: number, at?: Answer): Promise<void> => {
  if (world.hooks.has('journal')) await expectSent(world, who, count, at);
};

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

export const NO_REPLY = 'no reply';

interface Asking {
  action: Action;
  ticked?: boolean;
  /** Somebody else, who says it in the session of the first, who then declines. */
  repliedBy?: Mcp;
  /** Done while the question is open, before it is replied to; `no reply` where it is left open. */
  meanwhile?(): Promise<unknown>;
}

/** A session of its own, whose client has these capabilities: by the headers of what is sent in it. */
export async function sessionThatCanBeAsked(
  world: World,
  mcp: Mcp,
  capabilities: Values = CAN_BE_ASKED,
): Promise<Record<string, string>> {
  const first = mcp.draft('initialize', { protocolVersion: world.era, capabilities, clientInfo: CLIENT_INFO });
  const opened = await say(world, first.headers, first.body);
  const session = opened.headers['mcp-session-id'];
  const headers = {
    ...first.headers,
    'mcp-protocol-version': world.era,
    ...(session ? { 'mcp-session-id': session } : {}),
  };
  await say(world, headers, { jsonrpc: '2.0', method: 'notifications/initialized' });
  return headers;
}

const post = (world: World, headers: Record<string, string>, body: unknown) =>
  ({ method: 'POST', url: world.mcpUrl, headers, body: JSON.stringify(body) }) as const;

/** Sends one message in a session. */
export const say = (world: World, headers: Record<string, string>, body: unknown): Promise<Answer> =>
  world.http.send(post(world, headers, body));

/** Sends a request in a session, and replies to what it is asked before the answer. */
export async function hear(
  world: World,
  headers: Record<string, string>,
  { method, params }: { method: string; params: Values },
  { action, ticked = true, repliedBy, meanwhile }: Asking,
): Promise<Heard> {
  const call = { jsonrpc: '2.0', id: 'order', method, params };
  const { answer: at, next, close } = await world.http.open(post(world, headers, call));
  const theirs = repliedBy && { ...headers, authorization: repliedBy.draft('ping').headers.authorization! };
  const questions: RpcMessage[] = [];
  let said = '';
  const answerIn = (messages: RpcMessage[]) => messages.find((one) => one.id === call.id && one.method === undefined);
  try {
    for (let part = await next(PATIENCE); part !== 'ended' && part !== 'silent'; part = await next(PATIENCE)) {
      said += part;
      const messages = messagesIn(said);
      const answer = answerIn(messages);
      if (answer) return { questions, messages, answer, at };
      for (const question of messages.filter(({ id, method }) => method && id !== undefined).slice(questions.length)) {
        questions.push(question);
        if ((await meanwhile?.()) === NO_REPLY) continue;
        const reply = (as: Record<string, string>, result: Reply) =>
          say(world, as, { jsonrpc: '2.0', id: question.id, result });
        if (theirs) await reply(theirs, replyTo(question, action, ticked));
        await reply(headers, theirs ? { action: 'decline' } : replyTo(question, action, ticked));
      }
    }
  } finally {
    close();
  }
  const messages = messagesIn(said);
  return { questions, messages, answer: answerIn(messages), at };
}

/** Asks for an order in a session, of its own unless told, whose client has these capabilities, and replies to what it is asked. */
export async function placeInASession(
  world: World,
  who: Trader,
  { capabilities, headers: own, ...asking }: Asking & { capabilities?: Values; headers?: Record<string, string> },
): Promise<Heard> {
  const headers = own ?? (await sessionThatCanBeAsked(world, who.mcp, capabilities));
  return hear(world, headers, { method: 'tools/call', params: orderOf(world, who) }, asking);
}

/** Asks for an order as a task, in a session of its own. */
export async function placeAsATask(
  world: World,
  who: Trader,
): Promise<{ headers: Record<string, string>; at: Answer }> {
  const headers = await sessionThatCanBeAsked(world, who.mcp);
  const params = { ...orderOf(world, who), task: { ttl: 60_000 } };
  return { headers, at: await say(world, headers, { jsonrpc: '2.0', id: 'task', method: 'tools/call', params }) };
}
