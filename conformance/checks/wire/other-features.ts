import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { isStateless, since, until } from '../../vocabulary/era.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteJson, rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { introduction } from './requests.ts';

// Tools, and what a server may have besides them: resources, prompts, completions and logging.

type Capability = 'tools' | 'resources' | 'prompts' | 'completions' | 'logging';
// biome-ignore lint/suspicious/noExplicitAny: what strangers list is judged field by field
type Any = any;

const declared = (world: World, mcp: Mcp): Promise<Any> =>
  world.shared('declared capabilities', async () => {
    const answer = await introduction(mcp, world, () => {});
    return answer.rpc()?.result?.capabilities ?? {};
  });

/** Asks, and gives what is listed on the first two pages; `NotOffered` where that is nothing. */
async function listed(mcp: Mcp, kind: 'resources' | 'prompts'): Promise<[Any, ...Any[]]> {
  const page = (await mcp.request(`${kind}/list`)).rpc()?.result;
  const { nextCursor: cursor } = page ?? {};
  const next = cursor ? (await mcp.request(`${kind}/list`, { cursor })).rpc()?.result : undefined;
  const [first, ...others] = [...(page?.[kind] ?? []), ...(next?.[kind] ?? [])];
  if (!first) throw new NotOffered(`${kind}/list is empty`);
  return [first, ...others];
}

const says = (answer: Answer, isSo: unknown, expected: string): void =>
  expect.that(isSo, { expected, seen: describe(answer), at: answer });
const isError = (answer: Answer, what: string): void => says(answer, answer.rpc()?.error, `an error for ${what}`);

interface Undeclared {
  capability: Capability;
  /** Uses it, and says whether it is there. */
  isThere(mcp: Mcp, world: World): Promise<Answer | undefined>;
}

const lists =
  (kind: 'resources' | 'prompts') =>
  async (mcp: Mcp): Promise<Answer | undefined> => {
    const answer = await mcp.request(`${kind}/list`);
    return Array.isArray(answer.rpc()?.result?.[kind]) ? answer : undefined;
  };

/** What is there has to be declared; what is neither there nor declared is nobody's business. */
const undeclared: Table<Undeclared> = {
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { capability, isThere }) {
    const mcp = world.mcp(await world.borrow());
    const capabilities = await declared(world, mcp);
    if (capabilities[capability]) return;
    const answer = await isThere(mcp, world);
    if (!answer) throw new NotOffered(`${capability} are neither declared nor there`);
    says(answer, false, `${capability} among the capabilities that are declared`);
  },
};

const hides = (capability: Capability) =>
  rewriteResult(
    ({ capabilities, ...result }) =>
      capabilities && { ...result, capabilities: { ...capabilities, [capability]: undefined } },
  );

const declarations = rows(undeclared, [
  {
    id: 'wire/declares-its-resources',
    title: 'A server with resources declares so',
    clauses: ['mcp/resources/capability'],
    capability: 'resources',
    isThere: lists('resources'),
    remedy: 'Declare "resources" in the capabilities.',
    noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
    mutants: [{ name: 'hides-that-it-has-resources', elsewhere: true, rewrites: hides('resources') }],
  },
  {
    id: 'wire/declares-its-prompts',
    title: 'A server with prompts declares so',
    clauses: ['mcp/prompts/capability'],
    capability: 'prompts',
    isThere: lists('prompts'),
    remedy: 'Declare "prompts" in the capabilities.',
    noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
    mutants: [{ name: 'hides-that-it-has-prompts', elsewhere: true, rewrites: hides('prompts') }],
  },
  {
    id: 'wire/declares-its-completions',
    title: 'A server that completes arguments declares so',
    clauses: ['mcp/completion/capability'],
    capability: 'completions',
    async isThere(mcp) {
      const { name, arguments: those = [] } = (await lists('prompts')(mcp))?.rpc()?.result?.prompts?.[0] ?? {};
      if (!those[0]) return undefined;
      const params = { ref: { type: 'ref/prompt', name }, argument: { name: those[0].name, value: '' } };
      const answer = await mcp.request('completion/complete', params);
      return answer.rpc()?.result?.completion ? answer : undefined;
    },
    remedy: 'Declare "completions" in the capabilities.',
    mutants: [{ name: 'hides-that-it-completes', elsewhere: true, rewrites: hides('completions') }],
  },
  {
    id: 'wire/declares-its-logging',
    title: 'A server that sends log messages declares so',
    clauses: ['mcp/logging/capability'],
    capability: 'logging',
    async isThere(mcp, world) {
      const tool = world.tool('accounts');
      const _meta = { progressToken: 'openbell-listens', 'io.modelcontextprotocol/logLevel': 'debug' };
      const answer = await mcp.request('tools/call', { name: tool.name, arguments: tool.args(''), _meta });
      return answer.messages().some(({ method }) => method === 'notifications/message') ? answer : undefined;
    },
    remedy: 'Declare "logging" in the capabilities.',
    noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
    mutants: [{ name: 'hides-that-it-logs', elsewhere: true, rewrites: hides('logging') }],
  },
]);

interface Feature extends Pick<Conduct, 'applies'> {
  capability: Capability;
  judge(mcp: Mcp, world: World): Promise<void>;
}

const features: Table<Feature> = {
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world, { capability, judge }) {
    const mcp = world.mcp(await world.borrow());
    if (!(await declared(world, mcp))[capability]) throw new NotOffered(`it declares no ${capability}`);
    await judge(mcp, world);
  },
};

const stateless = { eras: since('2026-07-28') };
const UNKNOWN = 'openbell://there-is/no-such-resource';
const serves = (code: number, words: RegExp, result: object) =>
  rewriteError(code, ({ id, error }) =>
    words.test(error.message)
      ? { status: 200, body: { jsonrpc: '2.0', id, result: { resultType: 'complete', ...result } } }
      : {},
  );
const fails = (member: string) =>
  rewriteJson('/mcp', ({ id, result }) =>
    result?.[member] ? { body: { jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } } } : undefined,
  );
const isBase64 = (text: unknown): boolean =>
  typeof text === 'string' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
/** How many resources are read. */
const MOST = 5;
const everySecondTime = (member: string) => {
  let times = 0;
  return rewriteResult((result) => result[member] && times++ % 2 === 1 && { ...result, [member]: [] });
};

/** Twice, each time as another client. */
const sameOnEveryConnection = (kind: 'resources' | 'prompts') => async (mcp: Mcp, world: World) => {
  const answer = await mcp.request(`${kind}/list`);
  const names = (one: Answer) => one.rpc()?.result?.[kind]?.map(({ uri, name }: Any) => uri ?? name);
  says(answer, names(answer), `a list of ${kind}`);
  const again = await world.mcp(await world.borrow()).request(`${kind}/list`);
  expect.equal(names(again), names(answer), `the ${kind} of another client`, again);
};

const offered = rows(features, [
  {
    id: 'wire/lists-its-tools',
    title: 'A server that declares tools answers tools/list',
    clauses: ['mcp/tools/list-answered'],
    applies: stateless,
    capability: 'tools',
    dependsOn: [],
    async judge(mcp) {
      const answer = await mcp.request('tools/list');
      says(answer, Array.isArray(answer.rpc()?.result?.tools), 'a list of tools');
    },
    remedy: 'Answer tools/list, with an empty list where there are none.',
    mutants: [{ name: 'declares-tools-and-has-none', rewrites: fails('tools') }],
  },
  {
    id: 'wire/lists-its-resources',
    title: 'A server that declares resources answers resources/list',
    clauses: ['mcp-2026-07-28/resources/list-answered'],
    applies: stateless,
    capability: 'resources',
    async judge(mcp) {
      const answer = await mcp.request('resources/list');
      says(answer, Array.isArray(answer.rpc()?.result?.resources), 'a list of resources');
    },
    remedy: 'Answer resources/list, with an empty list where there are none.',
    mutants: [{ name: 'declares-resources-and-has-none', elsewhere: true, rewrites: fails('resources') }],
  },
  {
    id: 'wire/lists-the-same-resources-on-every-connection',
    title: 'Which resources there are does not depend on the connection',
    clauses: ['mcp-2026-07-28/resources/list-not-per-connection'],
    applies: stateless,
    capability: 'resources',
    judge: sameOnEveryConnection('resources'),
    remedy: 'Work resources/list out from the token and the user alone.',
    mutants: [{ name: 'shows-resources-every-second-time', elsewhere: true, rewrites: everySecondTime('resources') }],
  },
  {
    id: 'wire/refuses-an-unknown-resource',
    title: 'A resource that does not exist is the error -32602, and no empty list of contents',
    clauses: ['mcp-2026-07-28/resources/not-found-code', 'mcp-2026-07-28/resources/no-empty-contents'],
    applies: stateless,
    capability: 'resources',
    judge: async (mcp) => expect.rpcError(await mcp.request('resources/read', { uri: UNKNOWN }), -32602),
    remedy: 'Answer resources/read of what does not exist with -32602.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'calls-an-unknown-resource-an-internal-error',
        elsewhere: true,
        rewrites: rewriteError(-32602, (body) => ({ body: { ...body, error: { ...body.error, code: -32603 } } })),
      },
      {
        name: 'reads-nothing-from-nowhere',
        elsewhere: true,
        rewrites: serves(-32602, /no such resource/, { contents: [] }),
      },
    ],
  },
  {
    id: 'wire/refuses-an-unknown-resource-in-sessions',
    title: 'A resource that does not exist is the error -32002',
    clauses: ['mcp-2025-11-25/resources/not-found-code'],
    applies: { eras: until('2025-11-25') },
    capability: 'resources',
    judge: async (mcp) => expect.rpcError(await mcp.request('resources/read', { uri: UNKNOWN }), -32002),
    remedy: 'Answer resources/read of what does not exist with -32002 in revisions before 2026-07-28.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'says-another-code-of-an-unknown-resource',
        elsewhere: true,
        rewrites: rewriteError(-32002, (body) => ({ body: { ...body, error: { ...body.error, code: -32603 } } })),
      },
    ],
  },
  {
    id: 'wire/refuses-a-resource-without-an-address',
    title: 'What is no URI is not read',
    clauses: ['mcp/resources/uri-validation'],
    capability: 'resources',
    async judge(mcp) {
      isError(await mcp.request('resources/read', { uri: 'no uri' }), 'a URI that is none');
      isError(await mcp.request('resources/read', { uri: ['a', 'list'] }), 'a list in place of a URI');
    },
    remedy: 'Parse the URI of resources/read, and answer -32602 where it is none.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'reads-from-anywhere',
        elsewhere: true,
        rewrites: serves(-32602, /no URI/, { contents: [{ uri: 'x:y', text: '' }] }),
      },
    ],
  },
  {
    id: 'wire/reads-no-file-outside-of-its-resources',
    title: 'A path with .. in it leads to no file of the machine',
    clauses: ['mcp/resources/no-path-traversal'],
    capability: 'resources',
    async judge(mcp) {
      const file = (await listed(mcp, 'resources')).find(({ uri }) => String(uri).startsWith('file:'));
      if (!file) throw new NotOffered('none of its resources is a file');
      for (const way of ['/..', '/%2e%2e', '/..%2f..']) {
        const answer = await mcp.request('resources/read', { uri: `${file.uri}${way.repeat(12)}/etc/passwd` });
        says(answer, !/\broot:[^:]*:0:0:/.test(answer.text), 'no file of the machine');
      }
    },
    remedy: 'Resolve the path, and read it only where it lies inside of the folder that is served.',
    mutants: [
      {
        name: 'reads-any-file',
        elsewhere: true,
        rewrites: serves(-32602, /\.\./, {
          contents: [{ uri: 'file:///etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh' }],
        }),
      },
    ],
  },
  {
    id: 'wire/encodes-binary-resources',
    title: 'What is binary in a resource is base64',
    clauses: ['mcp/resources/binary-encoded'],
    capability: 'resources',
    async judge(mcp) {
      let seen = 0;
      for (const { uri } of (await listed(mcp, 'resources')).slice(0, MOST)) {
        const answer = await mcp.request('resources/read', { uri });
        for (const { blob } of answer.rpc()?.result?.contents ?? []) {
          if (blob === undefined) continue;
          seen++;
          says(answer, isBase64(blob), `base64 in ${uri}`);
        }
      }
      if (seen === 0) throw new NotOffered('none of the resources that were read is binary');
    },
    remedy: 'Encode binary contents in base64.',
    mutants: [
      {
        name: 'sends-binary-as-it-is',
        elsewhere: true,
        rewrites: rewriteResult(
          (result) =>
            result.contents?.[0]?.blob && { ...result, contents: [{ ...result.contents[0], blob: '\u0089PNG\u0001' }] },
        ),
      },
    ],
  },
  {
    id: 'wire/lists-its-prompts',
    title: 'A server that declares prompts answers prompts/list, the same on every connection',
    clauses: ['mcp-2026-07-28/prompts/list-answered'],
    applies: stateless,
    capability: 'prompts',
    judge: sameOnEveryConnection('prompts'),
    remedy: 'Answer prompts/list from the token and the user alone.',
    mutants: [
      { name: 'declares-prompts-and-has-none', elsewhere: true, rewrites: fails('prompts') },
      { name: 'shows-prompts-every-second-time', elsewhere: true, rewrites: everySecondTime('prompts') },
    ],
  },
  {
    id: 'wire/validates-what-prompts-are-given',
    title: 'A prompt that does not exist, and one without an argument that it needs, are errors',
    clauses: ['mcp/prompts/validation'],
    capability: 'prompts',
    async judge(mcp) {
      isError(await mcp.request('prompts/get', { name: 'openbell_no_such_prompt' }), 'a prompt that does not exist');
      const needy = (await listed(mcp, 'prompts')).find(({ arguments: those = [] }) =>
        those.some(({ required }: Any) => required),
      );
      if (needy) isError(await mcp.request('prompts/get', { name: needy.name }), `${needy.name} without arguments`);
    },
    remedy: 'Look at name and arguments of prompts/get, and answer -32602.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'asks-for-no-arguments-of-prompts',
        needs: ['conversations'],
        replaces: { requiredArgumentsAreGiven: () => true },
      },
      {
        name: 'makes-prompts-of-nothing',
        elsewhere: true,
        rewrites: serves(-32602, /needs its arguments/, { messages: [] }),
      },
    ],
  },
  {
    id: 'wire/validates-what-is-to-be-completed',
    title: 'A completion has at most a hundred values, and none for what does not exist',
    clauses: ['mcp/completion/security', 'mcp/completion/errors'],
    capability: 'completions',
    async judge(mcp) {
      const argument = { name: 'symbol', value: '' };
      const ref = { type: 'ref/prompt', name: 'openbell_no_such_prompt' };
      const answer = await mcp.request('completion/complete', { ref, argument });
      const values = answer.rpc()?.result?.completion?.values ?? [];
      says(answer, values.length === 0, 'no values for a prompt that does not exist');
      for (const { name, arguments: those = [] } of (await lists('prompts')(mcp))?.rpc()?.result?.prompts ?? []) {
        for (const one of those.slice(0, MOST)) {
          const params = { ref: { type: 'ref/prompt', name }, argument: { name: one.name, value: '' } };
          const given = await mcp.request('completion/complete', params);
          const count = given.rpc()?.result?.completion?.values?.length ?? 0;
          says(given, count <= 100, `at most a hundred values, and not ${count}`);
        }
      }
      const malformed = await mcp.request('completion/complete', { ref: 'a prompt', argument });
      isError(malformed, 'a reference that is none');
    },
    remedy: 'Look at ref and argument of completion/complete, and answer -32602 where they are of nothing.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'completes-without-end',
        needs: ['conversations'],
        replaces: { completionIsWithinTheLimit: () => Array.from({ length: 101 }, (_, n) => `AAPL${n}`) },
      },
      {
        name: 'completes-what-does-not-exist',
        elsewhere: true,
        rewrites: serves(-32602, /no such prompt/, { completion: { values: ['AAPL'] } }),
      },
      {
        name: 'completes-anything',
        elsewhere: true,
        rewrites: serves(-32602, /reference/, { completion: { values: [] } }),
      },
    ],
  },
  {
    id: 'wire/refuses-an-unknown-log-level',
    title: 'A level of logging that does not exist is the error -32602',
    clauses: ['mcp/logging/invalid-level'],
    capability: 'logging',
    async judge(mcp, world) {
      const tool = world.tool('accounts');
      const _meta = { 'io.modelcontextprotocol/logLevel': 'whisper' };
      const answer = isStateless(world.era)
        ? await mcp.request('tools/call', { name: tool.name, arguments: tool.args(''), _meta })
        : await mcp.request('logging/setLevel', { level: 'whisper' });
      expect.rpcError(answer, -32602);
    },
    remedy: 'Answer -32602 to a level that is none of the eight.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [{ name: 'logs-at-any-level', elsewhere: true, rewrites: serves(-32602, /level/, { content: [] }) }],
  },
]);

export default [...declarations, ...offered];
