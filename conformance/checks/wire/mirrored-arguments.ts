import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { Blocked, describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { ListedTool, Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteJson } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { annotationsOf } from '../../wire/mirrored.ts';
import { rows } from './area.ts';

// Arguments that stand in a header as well as in the body: whether the server sees to it that both say the same.

type Property = Record<string, unknown>;
/** A tool that only reads, with right arguments, and one of them that is mirrored. */
interface Subject {
  tool: string;
  args: Record<string, unknown>;
  headers: Record<string, string>;
  /** The argument and its header. */
  one: { name: string; header: string; type: unknown };
}

const valueFor = ({ type, enum: those, minimum }: Property): string | number | boolean => {
  if (Array.isArray(those)) return those[0];
  if (type === 'boolean') return true;
  return type === 'integer' || type === 'number' ? Math.max(Number(minimum ?? 1), 1) : 'AAPL';
};

function subjectIn({ name: tool, inputSchema = {} }: ListedTool, type?: string): Subject[] {
  const properties = (inputSchema.properties ?? {}) as Record<string, Property>;
  const mirrored = annotationsOf(inputSchema).flatMap((one) => {
    const [step, ...deeper] = one.path;
    return step?.startsWith('.') && deeper.length === 0 && typeof one.name === 'string'
      ? [{ name: step.slice(1), header: `mcp-param-${one.name.toLowerCase()}`, type: one.type }]
      : [];
  });
  const [one] = type ? mirrored.filter((each) => each.type === type) : mirrored;
  if (!one) return [];
  const given = new Set([...((inputSchema.required as string[]) ?? []), ...mirrored.map(({ name }) => name)]);
  const args = Object.fromEntries([...given].map((name) => [name, valueFor(properties[name] ?? {})]));
  const headers = Object.fromEntries(mirrored.map(({ name, header }) => [header, String(args[name])]));
  return [{ tool, args, headers, one }];
}

interface Call {
  /** The type of the mirrored argument; the first one unless told. */
  type?: 'string' | 'integer';
  /** Alters arguments or headers of a right call. */
  alter(subject: Subject): void;
  judge(answer: Answer): void;
}

const send = (mcp: Mcp, { tool, args, headers }: Subject): Promise<Answer> =>
  mcp.request('tools/call', { name: tool, arguments: args }, (draft) => Object.assign(draft.headers, headers));

const found = (world: World, mcp: Mcp): Promise<ListedTool[]> =>
  world.shared('tools that only read', async () =>
    (await mcp.listTools()).filter(({ annotations }) => annotations?.readOnlyHint === true),
  );

const table: Table<Call> = {
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { type, alter, judge }) {
    const mcp = world.mcp(await world.borrow());
    const [subject] = (await found(world, mcp)).flatMap((tool) => subjectIn(tool, type));
    if (!subject)
      throw new NotOffered('no tool of it that only reads has such an argument that is mirrored in a header');
    const right = await send(mcp, subject);
    if (!right.rpc()?.result) throw new Blocked(`a right call of ${subject.tool} is not served: ${describe(right)}`);
    alter(subject);
    judge(await send(mcp, subject));
  },
};

const isRefused = (answer: Answer): void => {
  expect.status(answer, 400);
  expect.rpcError(answer, -32020);
};
const isNoMismatch = (answer: Answer): void =>
  expect.that(answer.rpc()?.error?.code !== -32020, {
    expected: 'no demand for a header',
    seen: describe(answer),
    at: answer,
  });

const served = { resultType: 'complete', content: [{ type: 'text', text: 'served' }] };
/** Serves what is refused with these words. */
const servesAt = (words: RegExp) =>
  rewriteError(-32020, (body) =>
    words.test(body.error.message) ? { status: 200, body: { jsonrpc: '2.0', id: body.id, result: served } } : {},
  );
/** Refuses what is served with these words. */
const refusesAt = (words: RegExp) =>
  rewriteJson('/mcp', ({ id, result }) =>
    words.test(result?.content?.[0]?.text ?? '')
      ? { status: 400, body: { jsonrpc: '2.0', id, error: { code: -32020, message: 'no header' } } }
      : undefined,
  );

export default rows(table, [
  {
    id: 'wire/compares-mirrored-arguments',
    title: 'A header that says something else than the argument that it mirrors is refused with 400 and -32020',
    clauses: [
      'mcp-2026-07-28/transport/server-validates-param-headers',
      'mcp-2026-07-28/transport/server-validates-param-header-present',
      'mcp-2026-07-28/transport/server-param-mismatch-error',
    ],
    alter: ({ headers, one }) => {
      headers[one.header] = one.type === 'integer' ? '77' : one.type === 'boolean' ? 'false' : 'MSFT';
    },
    judge: isRefused,
    remedy: 'Compare each Mcp-Param header with its argument, and answer 400 with -32020 where they differ.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'compares-no-mirrored-argument',
        needs: ['conversations'],
        replaces: { paramHeaderAgreesWithBody: () => true },
      },
      { name: 'reads-no-mirrored-argument', elsewhere: true, rewrites: servesAt(/differ/) },
      {
        name: 'calls-a-wrong-mirror-bad-arguments',
        elsewhere: true,
        rewrites: rewriteError(-32020, (body) => ({ body: { ...body, error: { ...body.error, code: -32602 } } })),
      },
    ],
  },
  {
    id: 'wire/demands-the-header-of-what-is-given',
    title: 'An argument that should be mirrored and is not is refused',
    clauses: ['mcp-2026-07-28/transport/server-rejects-omitted-param-header'],
    alter: ({ headers, one }) => {
      delete headers[one.header];
    },
    judge: isRefused,
    remedy: 'Answer 400 with -32020 where an argument is in the body and its header is not there.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      'compares-no-mirrored-argument',
      { name: 'misses-no-mirrored-argument', elsewhere: true, rewrites: servesAt(/missing/) },
    ],
  },
  {
    id: 'wire/demands-no-header-of-what-is-not-given',
    title: 'An argument that is null or left out needs no header',
    clauses: ['mcp-2026-07-28/transport/server-no-header-for-null'],
    alter: ({ headers, args, one }) => {
      delete headers[one.header];
      args[one.name] = null;
    },
    judge: isNoMismatch,
    remedy: 'Look for an Mcp-Param header only where its argument has a value.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [{ name: 'demands-the-header-of-nothing', elsewhere: true, rewrites: refusesAt(/nothing/) }],
  },
  {
    id: 'wire/refuses-mirrored-values-of-odd-characters',
    title: 'A header of characters that no header may have is refused, though it says what the body says',
    clauses: ['mcp-2026-07-28/transport/server-rejects-invalid-header-chars'],
    type: 'string',
    alter: ({ headers, args, one }) => {
      args[one.name] = 'ZÜRN';
      headers[one.header] = 'ZÜRN';
    },
    judge: (answer) => expect.status(answer, 400),
    remedy: 'Refuse Mcp-Param headers with other characters than those of visible ASCII: clients encode these.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'reads-headers-of-any-characters',
        needs: ['conversations'],
        replaces: { paramHeaderIsPlain: () => true },
      },
      { name: 'takes-headers-of-any-characters', elsewhere: true, rewrites: servesAt(/characters/) },
    ],
  },
  {
    id: 'wire/compares-mirrored-integers-as-numbers',
    title: 'A header of 1.0 is that of the argument 1',
    clauses: ['mcp-2026-07-28/transport/server-integer-compare'],
    type: 'integer',
    alter: ({ headers, one }) => {
      headers[one.header] = `${headers[one.header]}.0`;
    },
    judge: isNoMismatch,
    remedy: 'Compare integers as numbers.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [{ name: 'compares-integers-as-words', elsewhere: true, rewrites: refusesAt(/\.0/) }],
  },
]);
