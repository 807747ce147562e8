import type { RpcMessage } from '../vocabulary/answer.ts';
import { type Observation, type Observed, observation, type Sight, unless } from '../vocabulary/observation.ts';
import { isEventStream, withPlainLines } from '../wire/answer.ts';
import { wasEnded, wasHungUp, wasLeftOpen } from '../wire/recorder.ts';
import { isResponse } from './messages.ts';

// What a server says besides its answers: notifications, where they belong, and what they may hold.

const META = 'io.modelcontextprotocol';
type McpSight = Sight<'mcp'>;

const isNotification = ({ method }: RpcMessage): boolean => method?.startsWith('notifications/') ?? false;
const isOfEra = ({ is: { era }, about }: McpSight, first = '2025-06-18'): boolean =>
  era !== undefined && era === about.era && era >= first;
const isListen = ({ is }: McpSight): boolean => is.request?.method === 'subscriptions/listen';
/** The stream that answers one request, but for a subscription, which is for what comes unasked. */
const isStreamOfARequest = (sight: McpSight): boolean =>
  sight.is.request !== undefined && !isListen(sight) && isEventStream(sight.answer.headers);
const metaOf = ({ is }: McpSight) => is.request?.params?._meta;

const rule = (absent: string, judge: (sight: McpSight) => Observed): Observation =>
  observation({ kind: 'mcp', absent, judge: (sight) => (isOfEra(sight) ? judge(sight) : undefined) });

/** Rules about one kind of notification: nothing is seen where none came. */
const onNotifications = (
  kind: string | undefined,
  absent: string,
  judge: (said: readonly RpcMessage[], sight: McpSight) => Observed,
): Observation =>
  rule(absent, (sight) => {
    const said = sight.is.messages.filter((one) => (kind ? one.method === kind : isNotification(one)));
    return said.length > 0 ? judge(said, sight) : undefined;
  });

export const notificationsHaveNoId = onNotifications(undefined, 'it sent no notification', (said) => {
  const wrong = said.find((one) => 'id' in one);
  return unless(!wrong, 'a notification without an id', `${wrong?.method} with the id ${wrong?.id}`);
});

/** What is for whoever asked for it on a stream of its own. */
const UNASKED = /^notifications\/((tools|prompts|resources)\/list_changed|resources\/updated|subscriptions\/.*)$/;

/** On the stream of an answer nothing is said that has to do with something else. */
export const onlyWhatIsRelated = rule('no request was answered by a stream of events', (sight) => {
  if (!isStreamOfARequest(sight)) return undefined;
  const wrong = sight.is.messages.find(({ method }) => UNASKED.test(method ?? ''));
  return unless(!wrong, `notifications about ${sight.is.request?.method}`, wrong?.method);
});

/** A stream of a session, opened by GET, answers nothing. */
export const noAnswersOnTheStream = rule('it offers no stream of a session', (sight) => {
  const { method, headers } = sight.request;
  if (method !== 'GET' || !isEventStream(sight.answer.headers) || headers['last-event-id']) return undefined;
  const wrong = sight.is.messages.find(isResponse);
  return unless(!wrong, 'no response on the stream of a session', JSON.stringify(wrong)?.slice(0, 160));
});

/** Log messages are for requests that name a level. */
export const logsWhenAsked = rule('no request was answered by a stream of events', (sight) => {
  if (!isOfEra(sight, '2026-07-28') || !isStreamOfARequest(sight) || metaOf(sight)?.[`${META}/logLevel`])
    return undefined;
  const logs = sight.is.messages.some(({ method }) => method === 'notifications/message');
  return unless(!logs, 'no log message where no level was asked for', 'notifications/message');
});

/** Log messages go with the answer that they are about. */
export const logsWithTheirAnswer = rule('it offers no subscription', (sight) => {
  if (!isListen(sight) || !isEventStream(sight.answer.headers)) return undefined;
  const logs = sight.is.messages.some(({ method }) => method === 'notifications/message');
  return unless(!logs, 'no log message on a subscription', 'notifications/message');
});

const SECRET = /\b(authorization|bearer|password|passwd|secret|api[_-]?key)\b["']?\s*[:=]?\s*["']?[\w~+/.-]{12,}/i;

/** What is logged holds no credential. */
export const logsHoldNoSecrets = onNotifications('notifications/message', 'it sent no log message', (said, sight) => {
  const token = /^Bearer (.+)$/i.exec(sight.request.headers.authorization ?? '')?.[1];
  const wrong = said
    .map(({ params }) => JSON.stringify(params?.data) ?? '')
    .find((text) => {
      return SECRET.test(text) || (token !== undefined && text.includes(token));
    });
  return unless(wrong === undefined, 'log messages without credentials', wrong && 'a credential in a log message');
});

const PROGRESS = 'notifications/progress';

export const progressGrows = onNotifications(PROGRESS, 'it reported no progress', (said) => {
  const values = said.map(({ params }) => params?.progress);
  const falls = values.findIndex((value, n) => n > 0 && !(value > values[n - 1]));
  return unless(falls < 0, 'progress that grows each time', values.join(', '));
});
export const progressOfKnownTokens = onNotifications(PROGRESS, 'it reported no progress', (said, sight) => {
  const token = metaOf(sight)?.progressToken;
  // A task goes on after its request was answered, and is told of on any stream.
  const ofRequests = said.filter(({ params }) => !params?._meta?.[`${META}/related-task`]);
  if (ofRequests.length === 0) return undefined;
  const wrong = ofRequests.find(({ params }) => token === undefined || params?.progressToken !== token);
  return unless(!wrong, `progress of ${token ?? 'nothing'}`, `progress of ${wrong?.params?.progressToken}`);
});
export const progressStops = onNotifications(PROGRESS, 'it reported no progress', (_said, { is: { messages } }) => {
  const end = messages.findIndex(isResponse);
  const late = end >= 0 && messages.slice(end).some(({ method }) => method === PROGRESS);
  return unless(!late, 'no progress after the answer', 'progress after the answer');
});

/** Control characters, or nothing that could be read: words for people hold neither. */
const isUnreadable = (words: unknown): boolean =>
  typeof words !== 'string' || words.trim() === '' || /[\p{Cc}\p{Cs}\ufffd]/u.test(words.replace(/[\t\r\n]/g, ''));
export const progressIsReadable = onNotifications(PROGRESS, 'it reported no progress', (said) => {
  const words = said.flatMap(({ params }) => (params?.message === undefined ? [] : [params.message]));
  if (words.length === 0) return undefined;
  const wrong = words.find(isUnreadable);
  return unless(wrong === undefined, 'a message that people can read', JSON.stringify(wrong));
});

/** A server cancels nothing but a subscription, and that by its id. */
export const cancelsSubscriptionsOnly = rule('no stream of events was seen', (sight) => {
  if (!isOfEra(sight, '2026-07-28') || !isEventStream(sight.answer.headers)) return undefined;
  const wrong = sight.is.messages.find(({ method }) => method === 'notifications/cancelled');
  return unless(!wrong || isListen(sight), 'no notifications/cancelled but on a subscription', wrong?.method);
});
export const cancelsItsOwnSubscription = rule('it offers no subscription', (sight) => {
  if (!isListen(sight) || !isEventStream(sight.answer.headers)) return undefined;
  const own = sight.is.request?.id;
  const wrong = sight.is.messages.find(
    ({ method, params }) => method === 'notifications/cancelled' && params?.requestId !== own,
  );
  return unless(!wrong, `the subscription ${own} in notifications/cancelled`, JSON.stringify(wrong?.params));
});

/** Proxies are told not to hold back what is sent bit by bit. */
export const unbuffered = rule('no stream of events was seen', (sight) => {
  if (!isOfEra(sight, '2026-07-28') || !isEventStream(sight.answer.headers)) return undefined;
  const seen = sight.answer.headers['x-accel-buffering'];
  return unless(seen?.toLowerCase() === 'no', 'X-Accel-Buffering: no', seen);
});

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
const idIn = ({ params }: RpcMessage) => params?._meta?.[`${META}/subscriptionId`];

/** Rules about what is said on a subscription: nothing is seen where it said nothing. */
const onSubscriptions = (judge: (said: readonly RpcMessage[], sight: McpSight) => Observed): Observation =>
  rule('it offers no subscription', (sight) => {
    if (!isListen(sight) || !isEventStream(sight.answer.headers)) return undefined;
    const said = sight.is.messages.filter(isNotification);
    return said.length > 0 ? judge(said, sight) : undefined;
  });

export const acknowledgesFirst = onSubscriptions(([first], { is: { request } }) => {
  const isSo = first?.method === ACKNOWLEDGED && idIn(first) === request?.id;
  return unless(isSo, `${ACKNOWLEDGED} of ${request?.id} as the first message`, JSON.stringify(first));
});

const askedIn = ({ is }: McpSight): string[] =>
  Object.entries(is.request?.params?.notifications ?? {}).flatMap(([name, wanted]) => (wanted ? [name] : []));

export const acknowledgesWhatWasAsked = onSubscriptions((said, sight) => {
  const acknowledged = said.find(({ method }) => method === ACKNOWLEDGED);
  if (!acknowledged) return undefined;
  const asked = askedIn(sight);
  const more = Object.entries(acknowledged.params?.notifications ?? {}).find(
    ([name, wanted]) => wanted && !asked.includes(name),
  );
  return unless(!more, `at most ${asked.join(', ')}`, more?.[0]);
});

const KIND_OF: Readonly<Record<string, string>> = {
  'notifications/tools/list_changed': 'toolsListChanged',
  'notifications/prompts/list_changed': 'promptsListChanged',
  'notifications/resources/list_changed': 'resourcesListChanged',
  'notifications/resources/updated': 'resourceSubscriptions',
};
export const sendsWhatWasAsked = onSubscriptions((said, sight) => {
  const asked = askedIn(sight);
  const wrong = said.find(({ method }) => Object.hasOwn(KIND_OF, method!) && !asked.includes(KIND_OF[method!]!));
  return unless(!wrong, `only what was asked for: ${asked.join(', ')}`, wrong?.method);
});

export const namesTheSubscription = onSubscriptions((said, { is: { request } }) => {
  const wrong = said.find((one) => idIn(one) !== request?.id);
  return unless(!wrong, `the subscription ${request?.id} in each notification`, JSON.stringify(wrong));
});

/** A subscription that the server ends is answered first. */
export const endsWithItsResult = rule('it ended no subscription', (sight) => {
  if (!isListen(sight) || !isEventStream(sight.answer.headers) || !wasEnded(sight.exchange)) return undefined;
  const { messages, request } = sight.is;
  const isAnswered = messages.some((one) => isResponse(one) && one.id === request?.id && one.result !== undefined);
  return unless(isAnswered, `a result for ${request?.id} before the end of the stream`, 'the end alone');
});

/** The transport of 2024 began its stream with the address to which requests go. */
export const noOlderTransport = rule('it offers no stream of a session', ({ request, answer }) => {
  if (request.method !== 'GET' || !isEventStream(answer.headers) || answer.status !== 200) return undefined;
  return unless(!/^event: ?endpoint\b/m.test(answer.body ?? ''), 'no event with an endpoint', 'event: endpoint');
});

/** Before a session is open a server may ping and log. */
export const nothingEarly = observation({
  kind: 'mcp',
  judge({ answer, is: { request, messages } }) {
    if (request?.method !== 'initialize' || answer.status !== 200) return undefined;
    const wrong = messages.find(({ id, method }) => id !== undefined && method !== undefined && method !== 'ping');
    return unless(!wrong, 'nothing asked of a client that has not initialized', wrong?.method);
  },
});

const UNSTREAMED = 'no request was answered by a stream of events';
const isStatefulStream = (sight: McpSight): boolean => sight.is.era !== '2026-07-28' && isStreamOfARequest(sight);

/** Older clients stumble over an event without data, so that nobody is sent one before the revision is settled. */
export const primes = rule(UNSTREAMED, (sight) => {
  if (!isStatefulStream(sight) || sight.is.request?.method === 'initialize') return undefined;
  const [first = ''] = withPlainLines(sight.answer.body ?? '').split('\n\n');
  const isPrimed = /^id: ?\S/m.test(first) && !/^data: ?\S/m.test(first);
  return unless(isPrimed, 'an event with an id and no data at first', first.slice(0, 120));
});

const idsIn = (text = ''): string[] => [...text.matchAll(/^id: ?(.+?)\r?$/gm)].map(([, id]) => id!);

/** Of one session, and within what one check or journey exchanged. What was replayed has its ids again. */
export const eventIds = rule('it gives its events no ids', (sight) => {
  const { exchanges, index, request } = sight;
  const own = idsIn(sight.answer.body);
  if (own.length === 0 || !isEventStream(sight.answer.headers) || request.headers['last-event-id']) return undefined;
  const session = request.headers['mcp-session-id'];
  const before = exchanges
    .slice(0, index)
    .filter((one) => one.request.url === request.url && isEventStream(one.response?.headers ?? {}))
    .filter((one) => one.request.headers['mcp-session-id'] === session && session !== undefined)
    .flatMap((one) => idsIn(one.response?.body));
  const all = [...before, ...own];
  const twice = own.find((id) => all.indexOf(id) !== all.lastIndexOf(id));
  return unless(twice === undefined, 'another id for each event', twice);
});

/** What its client has cancelled, or has left, is owed no answer any more. */
function wasGivenUp({ exchange, exchanges, request, is }: McpSight): boolean {
  const session = request.headers['mcp-session-id'];
  const cancels = ({ headers, body = '' }: McpSight['request']) =>
    body.includes('"notifications/cancelled"') &&
    headers['mcp-session-id'] === session &&
    JSON.parse(body).params?.requestId === is.request?.id;
  return wasHungUp(exchange) || exchanges.some((one) => cancels(one.request));
}

export const answersInTheEnd = rule(UNSTREAMED, (sight) => {
  if (!isStatefulStream(sight) || wasGivenUp(sight)) return undefined;
  return unless(sight.is.messages.some(isResponse), 'the answer on the stream of its request', 'a stream without it');
});

/** Whoever says more after the answer, or says nothing and keeps the stream open, has not ended it with the answer. */
export const endsWithTheAnswer = rule(UNSTREAMED, (sight) => {
  if (!isStreamOfARequest(sight)) return undefined;
  const { messages, request } = sight.is;
  const end = messages.findIndex((one) => isResponse(one) && one.id === request?.id);
  if (end < 0) return undefined;
  const late = messages[end + 1];
  const isOpen = wasLeftOpen(sight.exchange);
  const seen = late ? (late.method ?? 'another answer') : 'nothing more, and an open stream';
  return unless(!late && !isOpen, 'the end of the stream after the answer', seen);
});

/** Who closes before the answer says when to come back for it. */
export const saysWhenToComeBack = rule(UNSTREAMED, (sight) => {
  if (!isStatefulStream(sight) || wasGivenUp(sight)) return undefined;
  const isEarly = !sight.is.messages.some(isResponse);
  const isTold = /^retry: ?\d+\r?$/m.test(sight.answer.body ?? '');
  return unless(!isEarly || isTold, 'the answer, or retry before the stream is closed', 'neither');
});
