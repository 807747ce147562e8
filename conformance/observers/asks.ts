import { type Observation, type Observed, observation, type Sight, unless } from '../vocabulary/observation.ts';

// Results that ask the client for input, in the stateless era: which, of whom, and what stands in them.

const META = 'io.modelcontextprotocol';
type McpSight = Sight<'mcp'>;
// biome-ignore lint/suspicious/noExplicitAny: what strangers ask is judged field by field
type Result = Record<string, any>;
interface Asked {
  key: string;
  method: unknown;
  params: Result;
}

const isObject = (value: unknown): value is Result =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The result in the answer to a request of the stateless era. */
function resultOf({ is: { request, messages, era }, about }: McpSight): Result | undefined {
  if (!request || era !== '2026-07-28' || era !== about.era) return undefined;
  const result: unknown = messages.find((one) => isObject(one.result))?.result;
  return isObject(result) ? result : undefined;
}
const asksForInput = ({ resultType }: Result): boolean => resultType === 'input_required';
const askedIn = ({ inputRequests }: Result): Asked[] =>
  Object.entries(isObject(inputRequests) ? inputRequests : {}).map(([key, one]) => ({
    key,
    method: one?.method,
    params: isObject(one?.params) ? one.params : {},
  }));

const capabilitiesOf = ({ is }: McpSight): Result => is.request?.params?._meta?.[`${META}/clientCapabilities`] ?? {};
const CAPABILITY: Readonly<Record<string, string>> = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
};
const CAN_ASK = ['tools/call', 'prompts/get', 'resources/read'];

/** Rules about what may be asked: a result that asks nothing keeps to them, too. */
const onResults = (judge: (result: Result, sight: McpSight) => Observed): Observation =>
  observation({
    kind: 'mcp',
    judge(sight) {
      const result = resultOf(sight);
      return result && judge(result, sight);
    },
  });

/** Only what a client said that it can do is asked of it. */
export const asksWhatItCan = onResults((result, sight) => {
  if (!CAN_ASK.includes(sight.is.request?.method ?? '')) return undefined;
  const can = capabilitiesOf(sight);
  const wrong = askedIn(result).find(({ method }) => !can[CAPABILITY[String(method)] ?? '']);
  return unless(
    !wrong,
    `nothing but ${Object.keys(can).join(', ') || 'nothing'} asked of the client`,
    String(wrong?.method),
  );
});

/** Models are given tools by clients that said so. */
export const samplesWithinLimits = onResults((result, sight) => {
  if (!CAN_ASK.includes(sight.is.request?.method ?? '')) return undefined;
  const wrong = askedIn(result).some(({ params }) => params.tools ?? params.toolChoice);
  const may = capabilitiesOf(sight).sampling?.tools;
  return unless(!wrong || may, 'no tools for a model of a client that did not offer it', 'sampling with tools');
});

export const asksWhereItMay = onResults((result, { is: { request } }) => {
  if (CAN_ASK.includes(request?.method ?? '')) return undefined;
  return unless(!asksForInput(result), `a complete result of ${request?.method}`, 'a result that asks for input');
});

const NEVER = 'no result of it asks the client for input';

/** Rules about results that ask for input; `judge` gives what is wrong with one. */
const onAsking = (expected: string, judge: (result: Result, sight: McpSight) => unknown): Observation =>
  observation({
    kind: 'mcp',
    absent: NEVER,
    judge(sight) {
      const result = resultOf(sight);
      if (!result || !asksForInput(result)) return undefined;
      const wrong = judge(result, sight);
      return unless(wrong === undefined || wrong === false, expected, JSON.stringify(wrong)?.slice(0, 200));
    },
  });

export const asksSomething = onAsking(
  'inputRequests or a requestState',
  ({ inputRequests, requestState }) => inputRequests === undefined && requestState === undefined && 'neither',
);
export const asksInKnownWays = onAsking('elicitation, sampling or roots', (result) =>
  askedIn(result).find(({ method }) => !Object.hasOwn(CAPABILITY, String(method))),
);

/** The keys of the object that stands behind `"inputRequests":`, as they are written: a parser keeps one of two. */
function writtenKeys(text: string): string[] {
  const keys: string[] = [];
  const begins = /"inputRequests"\s*:\s*\{/.exec(text);
  if (!begins) return keys;
  let depth = 1;
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  token.lastIndex = begins.index + begins[0].length;
  for (let found = token.exec(text); found && depth > 0; found = token.exec(text)) {
    if (/^[{[]/.test(found[0])) depth++;
    else if (/^[}\]]/.test(found[0])) depth--;
    else if (found[1] && depth === 1) keys.push(found[0].replace(/\s*:$/, ''));
  }
  return keys;
}
export const asksByUniqueKeys = onAsking('a key of its own for each request', (_result, { answer }) => {
  const keys = writtenKeys(answer.body ?? '');
  return keys.find((key, n) => keys.indexOf(key) !== n);
});

export const leavesHintsToCompleteResults = onAsking(
  'no ttlMs and no cacheScope in a result that is not complete',
  ({ ttlMs, cacheScope }) => (ttlMs ?? cacheScope) !== undefined && { ttlMs, cacheScope },
);

/** Rules about elicitations. */
const onElicitations = (expected: string, isWrong: (asked: Asked, sight: McpSight) => unknown): Observation =>
  observation({
    kind: 'mcp',
    absent: 'no result of it elicits anything',
    judge(sight) {
      const elicited = askedIn(resultOf(sight) ?? {}).filter(({ method }) => method === 'elicitation/create');
      if (elicited.length === 0) return undefined;
      const wrong = elicited.find((one) => isWrong(one, sight));
      return unless(!wrong, expected, JSON.stringify(wrong)?.slice(0, 200));
    },
  });

const modeOf = ({ params }: Asked): unknown => params.mode ?? 'form';

/** An empty object stands for forms alone. */
export const elicitsInOfferedModes = onElicitations('a mode that the client declared', (asked, sight) => {
  const offered = capabilitiesOf(sight).elicitation;
  if (!offered) return false;
  const modes = Object.keys(offered).length === 0 ? ['form'] : Object.keys(offered);
  return !modes.includes(String(modeOf(asked)));
});
export const elicitsWithAMessage = onElicitations(
  'a message, and a mode unless it is a form',
  ({ params }) => typeof params.message !== 'string' || !['form', 'url'].includes(params.mode ?? 'form'),
);
export const formsHaveASchema = onElicitations(
  'a requestedSchema of the type object for a form',
  (asked) => modeOf(asked) === 'form' && asked.params.requestedSchema?.type !== 'object',
);
export const linksHaveAnAddress = onElicitations(
  'an address with a link',
  (asked) => modeOf(asked) === 'url' && typeof asked.params.url !== 'string',
);
export const linksAreValid = onElicitations(
  'a valid URL',
  ({ params: { url } }) => typeof url === 'string' && !URL.canParse(url),
);
const isOnThisMachine = (url: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url);
export const linksAreSecure = onElicitations(
  'a link of https',
  ({ params: { url } }) => typeof url === 'string' && !/^https:/i.test(url) && !isOnThisMachine(url),
);
/** The token of whoever asks, and the words by which secrets are called. */
export const linksHoldNoSecrets = onElicitations('a link without credentials', ({ params: { url } }, { request }) => {
  if (typeof url !== 'string') return false;
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return (token !== undefined && url.includes(token)) || /[?&#](access_token|password|api_key|secret)=/i.test(url);
});

const SECRETS = /passw(or)?d|passphrase|secret|api.?key|access.?token|credit.?card|card.?number|\bcvv?\b|\bpin\b/i;
const fieldsOf = ({ params }: Asked): [string, Result][] =>
  Object.entries(isObject(params.requestedSchema?.properties) ? params.requestedSchema.properties : {}).filter(
    (entry): entry is [string, Result] => isObject(entry[1]),
  );
export const formsAskNoSecrets = onElicitations('no secret asked for in a form', (asked) =>
  fieldsOf(asked).some(([name, { title = '' }]) =>
    SECRETS.test(`${name} ${title}`.replace(/([a-z])([A-Z])/g, '$1 $2')),
  ),
);
export const formsHoldNoLinks = onElicitations('no address to click in a form', (asked) =>
  fieldsOf(asked).some(([, { title, description }]) => /https?:\/\//i.test(`${title} ${description}`)),
);
