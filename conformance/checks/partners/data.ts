import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteResult, rewriteToolError, rewriteTools } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is listed is judged field by field
export type Any = any;

export const isToolError = (answer: Answer): boolean => answer.rpc()?.result?.isError === true;
/** What a tool answered, as it is structured; a refusal is no page. */
export function pageIn(answer: Answer): { results: Any[]; meta: Any } {
  const page = answer.rpc()?.result?.structuredContent;
  expect.that(Array.isArray(page?.results), { expected: 'a page of results', seen: describe(answer), at: answer });
  return page;
}

interface UnknownId {
  calls: readonly { tool: string; args: Record<string, unknown> }[];
  names: string;
}

const unknownIds: Table<UnknownId> = {
  async run(world, { calls, names }) {
    const mcp = world.mcp(await world.borrow());
    for (const { tool, args } of calls) {
      const answer = await mcp.call(tool, args);
      expect.that(isToolError(answer), { expected: `a tool error of ${tool}`, seen: describe(answer), at: answer });
      const isNamed = answer.text.includes(names);
      expect.that(isNamed, { expected: `${names} in the error`, seen: answer.text.slice(0, 300), at: answer });
    }
  },
};

const NOBODY = 'openbell-no-such-id';
const withoutItsList = (list: string) =>
  rewriteToolError(({ message, ...error }) => ({
    ...error,
    message: String(message).replaceAll(list, 'Another tool'),
  }));

const ids = rows(unknownIds, [
  {
    id: 'partners/an-unknown-trader-leads-to-the-list',
    title: 'An id of no trader is a tool error that says which tool lists them',
    clauses: ['partners/lists-come-first', 'mcp/tools/business-error-as-tool-error', 'CE-6'],
    calls: [
      { tool: 'get_trader_stats', args: { traderId: NOBODY } },
      { tool: 'list_events', args: { traderId: NOBODY } },
      { tool: 'list_messages', args: { traderId: NOBODY } },
    ],
    names: 'list_traders',
    remedy: 'Name list_traders in the error for an id that there is not.',
    variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
    mutants: [{ name: 'leaves-who-knows-no-trader-alone', rewrites: withoutItsList('list_traders') }],
  },
  {
    id: 'partners/an-unknown-asset-leads-to-the-list',
    title: 'An id of no asset is a tool error that says which tool lists them',
    clauses: ['partners/lists-come-first', 'mcp/tools/business-error-as-tool-error', 'CE-6'],
    calls: [
      { tool: 'get_asset_stats', args: { assetId: NOBODY } },
      { tool: 'list_open_positions', args: { assetId: NOBODY } },
    ],
    names: 'list_assets',
    remedy: 'Name list_assets in the error for an id that there is not.',
    variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
    mutants: [{ name: 'leaves-who-knows-no-asset-alone', rewrites: withoutItsList('list_assets') }],
  },
]);

interface Limit {
  limit: number;
  judge(answer: Answer): void;
}

const limits: Table<Limit> = {
  async run(world, { limit, judge }) {
    judge(await world.mcp(await world.borrow()).call('list_events', { limit }));
  },
};

const MOST = 100;
const atMost = (most: number) => (answer: Answer) => {
  const { length } = pageIn(answer).results;
  expect.that(length <= most, { expected: `at most ${most} rows`, seen: String(length), at: answer });
};

const pages = rows(limits, [
  {
    id: 'partners/a-page-has-as-many-rows-as-were-asked-for',
    title: 'A page holds no more rows than were asked for',
    clauses: ['partners/page-limit', 'CE-6'],
    limit: 5,
    judge: atMost(5),
    remedy: 'Cut the list after as many rows as limit says.',
    mutants: [{ name: 'gives-more-rows-than-asked', replaces: { pageIsWithinTheLimit: (asked) => asked * 2 } }],
  },
  {
    id: 'partners/a-page-has-a-hundred-rows-at-most',
    title: 'A page of a hundred rows is the largest that there is',
    clauses: ['partners/page-limit', 'CE-6'],
    limit: MOST,
    judge: atMost(MOST),
    remedy: 'Cut the list after a hundred rows, whatever was asked.',
    mutants: ['gives-more-rows-than-asked'],
  },
  {
    id: 'partners/more-than-a-hundred-rows-are-refused',
    title: 'Who asks for more than a hundred rows is refused, or gets a hundred',
    clauses: ['partners/page-limit', 'mcp/tools/server-validates-inputs', 'CE-6'],
    dependsOn: ['partners/a-page-has-a-hundred-rows-at-most'],
    limit: 500,
    judge(answer) {
      if (!answer.rpc()?.error && !isToolError(answer)) atMost(MOST)(answer);
    },
    remedy: 'Put maximum: 100 into the schema of limit, and hold requests to it.',
    mutants: [
      {
        name: 'serves-as-many-rows-as-are-asked-for',
        rewrites: rewriteResult(({ isError, ...result }) => {
          if (!isError || !/limit/.test(result.content?.[0]?.text)) return undefined;
          return { ...result, structuredContent: { results: Array.from({ length: 500 }, () => ({})), meta: {} } };
        }),
      },
    ],
  },
]);

interface Asked {
  args(now: number): Record<string, string>;
  /** What is wrong with the range that was told, in words; nothing where it is right. */
  wrong(told: { startTime: string; endTime: string }, now: number): string | false;
}

const DAY = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** The time of the server: by the hook, else where a range ends that nobody has ended. */
async function timeOf(world: World, mcp: Mcp): Promise<number> {
  if (world.hooks.has('clock')) return Date.parse(await world.hooks.now());
  const { meta } = pageIn(await mcp.call('list_events', { limit: 1 }));
  const now = Date.parse(meta?.appliedTimeRange?.endTime);
  if (Number.isNaN(now)) throw new Untestable('needs to know the time of the server', 'test hooks');
  return now;
}

const ranges: Table<Asked> = {
  async run(world, { args, wrong }) {
    const mcp = world.mcp(await world.borrow());
    const now = await timeOf(world, mcp);
    const answer = await mcp.call('list_events', { ...args(now), limit: MOST });
    const { results, meta } = pageIn(answer);
    const told = meta?.appliedTimeRange;
    expect.that(told?.startTime && told?.endTime, {
      expected: 'meta.appliedTimeRange with startTime and endTime',
      seen: JSON.stringify(meta),
      at: answer,
    });
    const found = wrong(told, now);
    expect.that(!found, { expected: 'the range that was applied', seen: String(found), at: answer });
    const outside = results.find(({ timeOfEvent: at }) => at < told.startTime || at > told.endTime);
    const seen = `a row of ${outside?.timeOfEvent}`;
    expect.that(!outside, { expected: `rows from ${told.startTime} to ${told.endTime}`, seen, at: answer });
  },
};

const MINUTE = 60_000;
const timeRanges = rows(ranges, [
  {
    id: 'partners/a-range-of-years-is-clamped',
    title: 'A range that begins years ago is clamped to what is kept, and the answer says to what',
    clauses: ['partners/time-range', 'CE-6'],
    args: (now) => ({ startTime: iso(now - 3650 * DAY) }),
    wrong: ({ startTime }, now) => Date.parse(startTime) < now - 3649 * DAY && `from ${startTime}`,
    remedy: 'Clamp startTime to the earliest that is kept, and put what was applied into meta.appliedTimeRange.',
    mutants: [
      { name: 'tells-the-range-that-was-asked-for', replaces: { appliedRangeIsTold: (_served, asked) => asked } },
      { name: 'clamps-no-range', replaces: { rangeIsClamped: (asked) => asked } },
    ],
  },
  {
    id: 'partners/a-range-ends-now',
    title: 'A range that ends ahead of now is clamped to now, and the answer says so',
    clauses: ['partners/time-range', 'CE-6'],
    args: (now) => ({ startTime: iso(now - DAY), endTime: iso(now + 30 * DAY) }),
    wrong: ({ endTime }, now) => Date.parse(endTime) > now + MINUTE && `until ${endTime}`,
    remedy: 'Clamp endTime to the time of the server.',
    mutants: ['tells-the-range-that-was-asked-for', 'clamps-no-range'],
  },
  {
    id: 'partners/a-good-range-is-left-alone',
    title: 'A range within what is kept is applied as it was asked for',
    clauses: ['partners/time-range', 'CE-6'],
    args: (now) => ({ startTime: iso(now - 2 * DAY), endTime: iso(now - DAY) }),
    wrong: ({ startTime, endTime }, now) =>
      (Date.parse(startTime) !== now - 2 * DAY || Date.parse(endTime) !== now - DAY) && `${startTime} to ${endTime}`,
    remedy: 'Leave a range alone that needs no clamping.',
    mutants: [
      {
        name: 'serves-the-whole-range-always',
        replaces: { rangeIsClamped: (_asked, allowed) => allowed },
      },
    ],
  },
]);

interface Text {
  judge(world: World, mcp: Mcp): Promise<void>;
}

const texts: Table<Text> = {
  async run(world, { judge }) {
    await judge(world, world.mcp(await world.borrow()));
  },
};

const messagesOf = async (mcp: Mcp): Promise<[Answer, Any[]]> => {
  const answer = await mcp.call('list_messages', { limit: 20 });
  const { results } = pageIn(answer);
  if (results.length === 0) throw new NotOffered('there is no message');
  return [answer, results];
};

const weakBecause = 'The guide does not speak of what messages hold.';
const thirdParties = rows(texts, [
  {
    id: 'partners/messages-stay-text',
    title: 'What third parties wrote arrives as strings of the structure, and as nothing else',
    clauses: ['partners/text-is-data', 'CE-6'],
    weakBecause,
    async judge(_world, mcp) {
      const [answer, results] = await messagesOf(mcp);
      const content: Any[] = answer.rpc()?.result?.content ?? [];
      const others = content.filter(({ type }) => type !== 'text').map(({ type }) => type);
      expect.equal(others, [], 'the parts of the result that are no text', answer);
      const isText = results.every(({ text }) => typeof text === 'string');
      expect.that(isText, { expected: 'each text as a string', seen: describe(answer), at: answer });
      // Where a text leaves its quotes, the copy is no longer what the structure says.
      const copies = content.map(({ text }) => parsed(text));
      const isWhole = copies.some((copy) => isDeepStrictEqual(copy, answer.rpc()?.result?.structuredContent));
      expect.that(isWhole, { expected: 'the same in text and structure', seen: answer.text.slice(0, 300), at: answer });
    },
    remedy: 'Put the text of a message into a JSON string, and build no text for the model out of it.',
    variations: ['more-in-results', 'answers-in-an-event-stream'],
    mutants: [
      {
        name: 'lets-messages-speak-for-themselves',
        rewrites: rewriteResult(({ structuredContent, ...result }) => {
          const said = structuredContent?.results?.map(({ text }: Any) => text).filter(Boolean);
          if (!said?.length) return undefined;
          return { ...result, structuredContent, content: [{ type: 'text', text: said.join('\n') }] };
        }),
      },
    ],
  },
  {
    id: 'partners/messages-are-marked-as-foreign',
    title: 'A message says that it is of somebody whom nobody vouches for',
    clauses: ['partners/text-is-data', 'CE-6'],
    weakBecause,
    async judge(_world, mcp) {
      const [answer, results] = await messagesOf(mcp);
      const tools = await mcp.listTools();
      const { description = '' } = tools.find(({ name }) => name === 'list_messages') ?? {};
      const isMarked = results.every((one) => one.untrusted === true || one.trusted === false);
      expect.that(isMarked || /third part|untrusted|not to be followed/i.test(description), {
        expected: 'a mark on each message, or words in the description of the tool',
        seen: `${JSON.stringify(results[0])}; ${description}`,
        at: answer,
      });
    },
    remedy: 'Mark the text of third parties as such, in the row or in the description of the tool.',
    variations: ['tools-in-another-order', 'answers-in-an-event-stream'],
    mutants: [
      {
        name: 'passes-messages-off-as-its-own',
        rewrites: rewriteResult((result) => {
          const { results } = result.structuredContent ?? {};
          if (Array.isArray(result.tools))
            return { ...result, tools: result.tools.map((tool: Any) => ({ ...tool, description: 'Lists.' })) };
          if (!results?.[0]?.untrusted) return undefined;
          const unmarked = results.map(({ untrusted: _, ...row }: Any) => row);
          return { ...result, structuredContent: { ...result.structuredContent, results: unmarked } };
        }),
      },
    ],
  },
  {
    id: 'partners/messages-do-not-reach-the-list-of-tools',
    title: 'Nothing that third parties wrote stands in names and descriptions of tools',
    clauses: ['partners/text-is-data', 'CE-6'],
    weakBecause,
    async judge(_world, mcp) {
      const [, results] = await messagesOf(mcp);
      const listed = JSON.stringify(await mcp.listTools());
      const quoted = results.find(({ text }) => text.length > 20 && listed.includes(JSON.stringify(text).slice(1, -1)));
      expect.that(!quoted, { expected: 'no message in tools/list', seen: String(quoted?.text) });
    },
    remedy: 'Write the descriptions of tools yourself.',
    variations: ['tools-in-another-order', 'more-in-schemas'],
    mutants: [
      {
        name: 'describes-tools-with-messages',
        rewrites: rewriteTools((tool) => ({
          ...tool,
          description: `${tool.description} Latest: Took half off here, stop to break even.`,
        })),
      },
    ],
  },
]);

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

export default [...ids, ...pages, ...timeRanges, ...thirdParties];
