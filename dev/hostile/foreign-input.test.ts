import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJar } from '../../conformance/browsers/jar.ts';
import { show } from '../../conformance/browsers/show.ts';
import { decodeRun } from '../../conformance/run/encode.ts';
import { said, visible, visibleJson } from '../../conformance/run/visible.ts';
import { jwtOf } from '../../conformance/stage/altered-token.ts';
import { accountsIn } from '../../conformance/stage/tools.ts';
import type { Answer } from '../../conformance/vocabulary/answer.ts';
import { challengeOf } from '../../conformance/vocabulary/challenge.ts';
import { Blocked, describe as described, Untestable, Violation } from '../../conformance/vocabulary/expect.ts';
import type { Http } from '../../conformance/vocabulary/http.ts';
import type { OAuthClient } from '../../conformance/vocabulary/oauth.ts';
import type { Person } from '../../conformance/vocabulary/people.ts';
import { createAnswer, sseMessages } from '../../conformance/wire/answer.ts';
import { discover, endpoint } from '../../conformance/wire/discover.ts';
import { createMcp } from '../../conformance/wire/mcp.ts';
import { connection } from '../../conformance/wire/oauth.ts';
import { retryAfter } from '../../conformance/wire/retry-after.ts';
import { createSecrets } from '../../conformance/wire/secrets.ts';

// Whatever a server says is read without an error of ours: what is wrong with it is a finding, and nothing else is thrown.

const words = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    'Bearer',
    'null',
    '__proto__',
    '::error::',
    '##vso[',
    '\u001b[2J',
    'http://[',
    'javascript:x',
    '\ud800',
  ),
);
const json = fc.oneof(
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  words,
);
/** Documents with the members that are looked at, of whatever type. */
const documentOf = (...names: string[]) =>
  fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), words), { maxKeys: names.length });
const answerWith = (text: string, headers: Record<string, string> = {}, status = 200): Answer =>
  createAnswer({ status, headers, setCookies: [], text, exchange: 1, url: 'https://mcp.example.com/mcp' });

/** What a run knows how to tell. */
const isFinding = (error: unknown): boolean =>
  error instanceof Violation || error instanceof Blocked || error instanceof Untestable;
async function onlyFindings(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isFinding(error)) throw error;
  }
}
const holds = <T>(input: fc.Arbitrary<T>, act: (given: T) => unknown) =>
  fc.assert(fc.asyncProperty(input, (given) => onlyFindings(() => act(given))));

const client = { clientId: 'c', redirectUri: 'http://127.0.0.1/callback', name: 'c' } as OAuthClient;

test('challenges', () =>
  holds(fc.tuple(fc.constantFrom('', 'Bearer ', 'Basic '), words), ([scheme, rest]) => {
    challengeOf({ headers: { 'www-authenticate': scheme + rest } });
  }));

test('answers, as JSON and as a stream', () =>
  holds(fc.tuple(json, fc.constantFrom('application/json', 'text/event-stream', 'text/html', '')), ([text, type]) => {
    const answer = answerWith(text, { 'content-type': type });
    answer.tryJson();
    answer.messages();
    answer.rpc();
    described(answer);
    answer.json();
  }));

test('event streams, in whatever lines', () =>
  holds(
    fc.array(fc.oneof(json, fc.constantFrom('data:', 'data: ', '\n', '\r', '\r\n', '\n\n', ':', 'id: 7'))),
    (parts) => {
      for (const message of sseMessages(parts.join(''))) expect(typeof message).toBe('object');
    },
  ));

test('token answers', () =>
  holds(
    fc.oneof(documentOf('access_token', 'token_type', 'expires_in', 'scope', 'refresh_token'), fc.jsonValue()),
    (document) => connection(client, {} as Person, {} as never, answerWith(JSON.stringify(document))),
  ));

test('metadata, and where they lead', () =>
  holds(
    fc.tuple(
      fc.oneof(documentOf('resource', 'authorization_servers', 'scopes_supported'), fc.jsonValue()),
      fc.oneof(
        documentOf('issuer', 'authorization_endpoint', 'token_endpoint', 'registration_endpoint'),
        fc.jsonValue(),
      ),
      words,
    ),
    async ([resource, server, place]) => {
      const get = async (url: string) => answerWith(JSON.stringify(url.includes('resource') ? resource : server));
      const refused = answerWith('', { 'www-authenticate': `Bearer resource_metadata="${place}"` }, 401);
      const found = await discover({ get } as unknown as Http, 'https://mcp.example.com/mcp', async () => refused);
      for (const name of ['authorization_endpoint', 'token_endpoint', 'registration_endpoint'])
        await onlyFindings(() => expect(URL.canParse(endpoint(found, name))).toBe(true));
    },
  ));

test('lists of tools', () =>
  holds(fc.oneof(documentOf('tools', 'nextCursor'), fc.jsonValue()), async (result) => {
    const send = async () => answerWith(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
    await createMcp({ send } as unknown as Http, 'https://mcp.example.com/mcp', '2026-07-28').listTools();
  }));

test('results that name accounts', () => holds(fc.jsonValue(), (result) => void accountsIn(result)));

test('tokens that may be JWTs', () =>
  holds(
    fc.array(
      fc.oneof(
        words,
        json.map((text) => Buffer.from(text).toString('base64url')),
      ),
    ),
    (parts) => void jwtOf(parts.join('.')),
  ));

const tag = fc.constantFrom(
  ...[
    '<form',
    ' method=post',
    ' action="',
    '">',
    '<input name=',
    ' type=password',
    '<button>',
    '</form>',
    '<meta http-equiv=refresh content="0;url=',
  ],
  ...[
    '<base href="',
    '<template>',
    '<table>',
    '<select><option>',
    '<script>location="',
    '</',
    '<!--',
    '<title>',
    '<a href="',
    '<svg><style>',
  ],
);
test('pages, whatever stands on them', () =>
  holds(fc.tuple(fc.array(fc.oneof(tag, words), { maxLength: 60 }), words), ([parts, type]) => {
    for (const content of ['text/html', 'application/json', 'text/plain', type])
      show('https://mcp.example.com/authorize', 200, { 'content-type': content }, parts.join(''), 1);
  }));

test('cookies', () =>
  holds(
    fc.array(fc.tuple(words, fc.constantFrom('', '; path=/', '; domain=.com', '; expires=never', '; max-age=1e999'))),
    async (all) => {
      const jar = createJar();
      await jar.keep(
        all.map((parts) => parts.join('')),
        'https://mcp.example.com/',
      );
      await jar.cookiesFor('https://mcp.example.com/', 'lax');
    },
  ));

test('times to come back', () =>
  holds(fc.tuple(words, words), ([after, date]) => {
    const seconds = retryAfter({ headers: { 'retry-after': after, date } });
    expect(seconds === undefined || seconds >= 0).toBe(true);
  }));

test('runs of others', () =>
  holds(
    fc.tuple(fc.array(fc.string()), fc.array(fc.array(fc.nat(9))), fc.array(fc.nat(9))),
    ([texts, sets, places]) => {
      const [n = 0, a = 0, b = 0] = places;
      const run = { texts, headers: [[a, b]], headerSets: sets, exchanges: [[n, a, b, 1, [a, b, n], null]] };
      try {
        decodeRun(run as never);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    },
  ));

describe('words of others', () => {
  const hidden = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069]/u;
  test('enter a sentence on one line, short, and with nothing hidden in them', () => {
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const line = said(parts.join('\n'));
        expect(line).not.toMatch(hidden);
        expect(line).not.toMatch(/^\s*::|##\w*\[/);
        expect(line.length).toBeLessThanOrEqual(2_001);
        expect(said(line)).toBe(line);
      }),
    );
  });
  test('say the same as JSON in which nothing is hidden', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = visibleJson(JSON.stringify(value));
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(visible(written)).toBe(written);
      }),
    );
  });
  test('hold no secret, however it is disguised', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', minLength: 10, maxLength: 30 }),
        fc.string(),
        (secret, before) => {
          const { note, redact } = createSecrets();
          note('password', secret);
          const bytes = Buffer.from(`${before}:${secret}`);
          const encoded = [
            bytes.toString('base64'),
            bytes.toString('base64url'),
            bytes.toString('hex'),
            encodeURIComponent(secret),
          ];
          for (const one of encoded) expect(redact(`x ${one} y`)).toContain('«password 1»');
        },
      ),
    );
  });
  test('keep longer words whole that a short secret stands in', () => {
    const { note, redact } = createSecrets();
    note('password', 'bell');
    expect(redact('openbell rang the bell')).toBe('openbell rang the «password 1»');
  });
  test('hide members that only this target calls secret', () => {
    const { redact } = createSecrets(['desk_ticket']);
    expect(redact('{"desk_ticket":"0123456789","api_key":"abcdefghij","deskTicket":"0123456789"}')).toBe(
      '{"desk_ticket":"«desk_ticket 1»","api_key":"«api_key 1»","deskTicket":"«desk_ticket 1»"}',
    );
  });
});
