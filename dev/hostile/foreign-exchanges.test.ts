import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { forbids, policiesOf } from '../../conformance/browsers/policy.ts';
import { goalOfScript } from '../../conformance/browsers/scripts.ts';
import { checks } from '../../conformance/checks/index.ts';
import { readBaseline } from '../../conformance/config/baseline-file.ts';
import { parseConfig } from '../../conformance/config/config.ts';
import { UsageError } from '../../conformance/help/failures.ts';
import { lookAt, type Scene } from '../../conformance/observers/sights.ts';
import { listOf } from '../../conformance/observers/structured-fields.ts';
import type { Exchange } from '../../conformance/run/model.ts';
import { readRun } from '../../conformance/run/read.ts';
import { readScenario } from '../../conformance/scenarios/load.ts';
import { confirmationIn, errorIn, likenessOf } from '../../conformance/stage/confirmation.ts';
import { callableReaders, candidates, READING, TRADING } from '../../conformance/stage/tools.ts';
import { isOverTheWindow, secondsTold } from '../../conformance/stage/windows.ts';
import type { Answer } from '../../conformance/vocabulary/answer.ts';
import { Violation } from '../../conformance/vocabulary/expect.ts';
import type { ListedTool } from '../../conformance/vocabulary/mcp.ts';
import type { Kind } from '../../conformance/vocabulary/observation.ts';
import { announcedLimit, roomAgain } from '../../conformance/wire/announced-limit.ts';
import { createAnswer } from '../../conformance/wire/answer.ts';
import { decoded, wrongCoding } from '../../conformance/wire/content-encoding.ts';
import { faultOf } from '../../conformance/wire/json-schema.ts';
import { annotationsOf } from '../../conformance/wire/mirrored.ts';

// What was exchanged is looked at by many; whoever looks finds something or nothing, and never breaks.

const words = fc.oneof(fc.string(), fc.constantFrom('', '__proto__', '\u0000', '\u202e', '\ud800', '-1', '1e999', '*'));
const holds = <T>(input: fc.Arbitrary<T>, act: (given: T) => unknown, numRuns = 100) =>
  fc.assert(
    fc.asyncProperty(input, async (given) => void (await act(given))),
    { numRuns },
  );

const gateway = 'https://gateway.example';
const scene: Scene = {
  about: { era: '2026-07-28', mcpUrl: `${gateway}/mcp`, issuer: { issuer: gateway, announcesIss: true } },
  answererOf: ({ origin }) => (origin === gateway ? 'gateway' : 'broker'),
  isHook: () => false,
};

const rpc = fc.record(
  {
    jsonrpc: fc.constantFrom('2.0', 2, null),
    id: fc.constantFrom(1, '1', null, {}, []),
    method: fc.constantFrom(
      'initialize',
      'tools/list',
      'tools/call',
      'subscriptions/listen',
      'notifications/progress',
      5,
    ),
    params: fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('_meta', 'name', 'cursor'), fc.jsonValue())),
    result: fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('tools', 'content', 'protocolVersion', '_meta', 'nextCursor'), fc.jsonValue()),
    ),
    error: fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('code', 'message', 'data'), fc.jsonValue())),
  },
  { requiredKeys: [] },
);
const oauth = fc.dictionary(
  fc.constantFrom('access_token', 'token_type', 'error', 'error_description', 'client_id', 'client_secret', 'scope'),
  fc.oneof(fc.jsonValue(), words),
);
const made = fc.record({ client_id: words, client_secret: fc.jsonValue(), registration_client_uri: words });
const body = fc.oneof(
  fc.oneof(rpc, oauth, made, fc.jsonValue()).map((value) => JSON.stringify(value)),
  fc.array(rpc).map((all) => all.map((one) => `id: 7\ndata: ${JSON.stringify(one)}\n\n`).join('')),
  words,
);
const fields = fc.dictionary(
  fc.constantFrom(
    ...['content-type', 'location', 'www-authenticate', 'cache-control', 'set-cookie', 'content-security-policy'],
    ...['ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'retry-after', 'date', 'dpop-nonce', 'mcp-session-id'],
  ),
  fc.oneof(
    words,
    fc.constantFrom(
      'application/json',
      'text/event-stream',
      'text/html',
      'Bearer a="b',
      '"a";q=1;w=2',
      `${gateway}/x?code=1`,
    ),
  ),
);
const place = fc.constantFrom(
  ...[`${gateway}/mcp`, `${gateway}/token`, `${gateway}/authorize?client_id=c&redirect_uri=${gateway}/x&state=s`],
  ...['https://broker.example/sign-in', `${gateway}/.well-known/oauth-authorization-server`],
);
const plain = { from: fc.constantFrom('client' as const, 'human' as const), to: fc.constant('gateway' as const) };
const anyExchange = fc.record({
  ...plain,
  n: fc.constant(1),
  ms: fc.constant(0),
  request: fc.record({ method: fc.constantFrom('GET', 'POST'), url: place, headers: fields, body }),
  response: fc.record({ status: fc.constantFrom(200, 201, 302, 400, 401, 429), headers: fields, body }),
});
/** Such as are looked at most: answers in JSON or as a stream to whoever posts, redirects and pages to who signs in. */
const usualExchange = fc
  .tuple(anyExchange, fc.constantFrom('application/json', 'text/event-stream', 'text/html'), body, fc.boolean())
  .map(([one, type, sent, leads]) => ({
    ...one,
    request: { ...one.request, method: leads ? 'GET' : 'POST', body: sent },
    response: {
      ...one.response,
      status: leads ? 302 : one.response.status,
      headers: { ...one.response.headers, 'content-type': type, ...(leads ? { location: `${gateway}/x?code=1` } : {}) },
    },
  }));
const exchanges: fc.Arbitrary<Exchange[]> = fc.array(fc.oneof(anyExchange, usualExchange), { maxLength: 4 });

test('exchanges, by everybody who observes', async () => {
  const observers = checks.flatMap(({ id, observes }) => (observes ? [{ id, observes }] : []));
  for (const { observes } of observers) await observes.load?.();
  const seen = new Set<Kind>();
  await holds(
    exchanges,
    (all) =>
      lookAt(all, scene, (kind, _by, sight) => {
        seen.add(kind);
        for (const { id, observes } of observers) {
          if (observes.kind !== kind) continue;
          const said = observes.judge(sight as never);
          if (said && said !== 'well')
            expect([id, typeof said.expected, typeof said.seen]).toEqual([id, 'string', 'string']);
        }
      }),
    400,
  );
  // Of eight kinds the commonest come in nearly every try; which of the others do is a matter of chance.
  expect(seen.size).toBeGreaterThan(2);
});

const answerOf = (text: string, headers: Record<string, string>): Answer =>
  createAnswer({ status: 200, headers, setCookies: [], text, exchange: 1, url: gateway });

test('answers of tools, and what they say of limits', () =>
  holds(fc.tuple(body, fields), ([text, headers]) => {
    const answer = answerOf(text, headers);
    for (const look of [errorIn, confirmationIn, likenessOf, isOverTheWindow, secondsTold]) look(answer);
    for (const look of [announcedLimit, roomAgain]) look(answer);
    expect(typeof answer.words()).toBe('string');
  }));

test('structured fields', () => holds(words, (text) => listOf(text)));

test('policies, and what they forbid', () =>
  holds(fc.tuple(fc.array(words), words), ([parts, meta]) => {
    const headers = { 'content-security-policy': `form-action ${parts.join(' ')}; ${parts.join(';')}` };
    const equivalents = { 'content-security-policy': [meta, `form-action ${meta}`] };
    forbids(policiesOf(headers, { equivalents }), `${gateway}/page`, new URL('https://client.example/callback'));
  }));

test('scripts', () => {
  const part = fc.constantFrom(
    'location',
    '.href',
    '=',
    '.replace(',
    '"',
    "'",
    '`',
    '/x',
    ')',
    'setTimeout(()=>{',
    '}',
    '\\',
  );
  return holds(fc.array(fc.oneof(part, words)), (parts) => goalOfScript(parts.join('')));
});

test('bodies in whatever coding', () =>
  holds(
    fc.tuple(
      fc.oneof(
        fc.uint8Array(),
        fc.string().map((text) => gzipSync(text).subarray(0, 20 + text.length)),
      ),
      fc.constantFrom('gzip', 'br', 'deflate', 'gzip, br', 'identity', 'gzip,gzip,gzip,gzip', '__proto__', 'zstd'),
    ),
    async ([bytes, coding]) => {
      try {
        for await (const _ of decoded(Readable.from([Buffer.from(bytes)]), coding));
      } catch (error) {
        expect(error instanceof Violation || wrongCoding(error, coding), String(error)).toBeTruthy();
      }
    },
  ));

test('tools, and their schemas', () => {
  const schema = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom(
        'type',
        'properties',
        'required',
        'enum',
        'default',
        'examples',
        '$ref',
        '$schema',
        'x-mcp-header',
      ),
      fc.oneof(fc.jsonValue(), fc.constantFrom('object', '#', 'http://127.0.0.1:9/x')),
    ),
  );
  const tool = fc.record({
    name: fc.oneof(words, fc.constantFrom('list_accounts', 'place_order', 'confirm_trade', 'getQuote')),
    inputSchema: schema,
    annotations: fc.oneof(fc.jsonValue(), fc.constant({ readOnlyHint: true })),
  });
  return holds(fc.array(tool), (tools) => {
    const listed = tools as unknown as ListedTool[];
    callableReaders(listed);
    for (const purpose of [...READING, ...TRADING]) candidates(purpose, listed);
    for (const { inputSchema } of listed) {
      annotationsOf(inputSchema);
      if (typeof inputSchema === 'object' && inputSchema !== null) faultOf(inputSchema);
    }
  });
});

describe('files that somebody wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-files-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const key = fc.constantFrom(
    ...['users', 'clients', 'targets', 'tools', 'hooks', 'gate', 'title', 'steps', 'connect', 'expect', 'needs', 'id'],
    ...['checks', 'schema', 'exchanges', 'version', '<<', '__proto__', '? [a]', '"', '&a', '*a', '!!js/function'],
  );
  const line = fc
    .tuple(
      fc.integer({ min: 0, max: 6 }),
      fc.constantFrom('', '- '),
      key,
      fc.oneof(words, fc.constantFrom('[', '{', '|', '$', '$'.concat('{NO}'))),
    )
    .map(([depth, dash, name, value]) => `${' '.repeat(depth)}${dash}${name}: ${value}`);
  const file = fc.oneof(
    fc.array(line).map((lines) => lines.join('\n')),
    fc.dictionary(key, fc.jsonValue()).map((value) => JSON.stringify(value)),
    words,
  );
  test.each([
    ['a configuration', (text: string) => parseConfig(text, 'openbell.yaml', {})],
    ['a baseline', (_text: string, path: string) => readBaseline(path)],
    ['a journey', (_text: string, path: string) => readScenario(path)],
    ['a run', (_text: string, path: string) => readRun(path)],
  ])('%s is read, or what is wrong with it is said', (_, read) =>
    holds(file, (text) => {
      const path = join(folder, 'file.yaml');
      writeFileSync(path, text);
      try {
        read(text, path);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
  );
});
