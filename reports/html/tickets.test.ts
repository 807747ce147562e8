import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plain } from '../formats/summary.ts';

interface Sent {
  method: string;
  url: string;
  headers: [string, string][];
  body?: string;
}

/** The functions of the page, which is made of plain scripts. */
const script = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const visible = /const visible = [^;]*;/.exec(script('packed.js'))![0];
const { curlOf, curlArguments, markdownOf, plainMarkdown } = new Function(
  `${visible}\n${script('tickets.js')}\nreturn { curlOf, curlArguments, markdownOf, plainMarkdown };`,
)() as {
  curlOf: (sent: Sent) => string | undefined;
  curlArguments: (sent: Sent) => string[] | undefined;
  markdownOf: (ticket: { title: string; facts: [string, string | undefined][]; curl?: string; run: string }) => string;
  plainMarkdown: (text: string) => string;
};

/** What bash makes of lines: the arguments of each curl. Nothing else can be run, and nothing is written. */
const parsed = (lines: readonly string[], env: Record<string, string> = {}): string[][] => {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-curl-'));
  try {
    const curl = `curl() { printf '%s\\0' "$#" "$@"; }`;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-s'], {
      cwd: folder,
      env: { ...process.env, ...env },
      input: `PATH=.\n${curl}\n${lines.join('\n')}\n`,
    });
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    const words = stdout.toString().split('\0').slice(0, -1);
    const calls: string[][] = [];
    while (words.length > 0) calls.push(words.splice(0, Number(words.shift())));
    return calls;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const nasty = fc.constantFrom(
  ...[
    "'",
    '"',
    '`',
    '$(',
    ')',
    '$\u007bx}',
    '$HOME',
    ';',
    '\\',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u001b[2J',
    '\u202e',
    '\u200b',
    '!!',
    '!x',
  ],
  ...[
    '$(touch x)',
    '`touch x`',
    "'; touch x; '",
    '& touch x &',
    '\n touch x\n',
    '> x',
    '|| touch x',
    '~',
    '*',
    '#',
    '=ls',
    '-o x',
  ],
  ...[
    '\ud800',
    '🔔',
    'é',
    '«path 1»',
    '«ACCESS_TOKEN 1»',
    '@/etc/passwd',
    '{a,b}',
    '[1-9]',
    '%0a',
    '\u007f',
    '\u0085',
    '\u2028',
  ],
);
const words = fc
  .array(fc.oneof({ weight: 3, arbitrary: nasty }, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));
const sent: fc.Arbitrary<Sent> = fc.record(
  {
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD'), words),
    url: words.map((path) => `https://gateway.example/${path}`),
    headers: fc.array(fc.tuple(fc.constantFrom('authorization', 'x-odd', 'content-type'), words), { maxLength: 4 }),
    body: words,
  },
  { requiredKeys: ['method', 'url', 'headers'] },
);

/** A shell holds no NUL and no half of a pair: they are written out, and replaced as UTF-8 does. */
const asArgument = (text: string) => Buffer.from(text.replaceAll('\0', '\\u0000')).toString();

test('whatever a target sent, the line is one of curl with the same arguments, and runs nothing', () => {
  fc.assert(
    fc.property(fc.array(sent, { minLength: 1, maxLength: 20 }), (all) => {
      const lines = all.map((one) => curlOf(one)!);
      for (const line of lines) expect(line).not.toMatch(/[\p{C}\u2028\u2029]/u);
      expect(parsed(lines)).toEqual(all.map((one) => curlArguments(one)!.map(asArgument)));
    }),
    { numRuns: 60 },
  );
});

test('the arguments say what was sent: method, headers but those of curl itself, body and URL', () => {
  const headers: [string, string][] = [
    ['content-length', '7'],
    ['host', 'gateway.example'],
    ['accept', 'application/json'],
    ['x-empty', ''],
  ];
  const url = 'https://gateway.example/mcp?a=[1]';
  expect(curlArguments({ method: 'POST', url, headers, body: '@file' })).toEqual([
    ...['-i', '-g', '--path-as-is', '-X', 'POST', '-H', 'accept: application/json', '-H', 'x-empty;'],
    ...['-H', 'content-type:', '--data-raw', '@file', '--url', url],
  ]);
  const other = curlArguments({ method: 'HEAD', url, headers: [['Host', 'evil.example']] });
  expect(other).toEqual(['-i', '-g', '--path-as-is', '-I', '-H', 'Host: evil.example', '--url', url]);
});

test('what is no HTTP, or could not be a header, is no command', () => {
  expect(curlOf({ method: 'GET', url: 'file:///etc/passwd', headers: [] })).toBeUndefined();
  expect(curlOf({ method: 'GET', url: 'https://', headers: [] })).toBeUndefined();
  const headers: [string, string][] = [
    ['@file', 'x'],
    ['a', 'b\r\nc: d'],
  ];
  expect(curlArguments({ method: 'GET', url: 'https://x.example/', headers })).not.toContain('-H');
});

test('secrets are variables, each its own; a target makes none of another name', () => {
  const line = curlOf({
    method: 'POST',
    url: 'https://gateway.example/',
    headers: [
      ['authorization', 'Bearer «access_token 7»'],
      ['cookie', 'a=«cookie 1»; b=«cookie 2»; c=«cookie 1»'],
    ],
    body: "«path 1» $HOME it's",
  })!;
  expect(line).toContain(`-H 'authorization: Bearer '"$ACCESS_TOKEN"`);
  const [call] = parsed([line], { ACCESS_TOKEN: '$(touch x) y', COOKIE: '1', COOKIE_2: '2' });
  expect(call).toContain('authorization: Bearer $(touch x) y');
  expect(call).toContain('cookie: a=1; b=2; c=1');
  expect(call).toContain("«path 1» $HOME it's");
});

test('no words of a target mean anything in Markdown, as in the summary of a pipeline', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(plainMarkdown(text)).toBe(plain(text).replaceAll('\\u003a', ':'));
    }),
  );
  expect(markdownOf({ title: '<b>\n# x', facts: [['Seen', '```\n- @you']], run: '' })).toBe(
    '### &lt;b&gt; &#35; x\n\n- **Seen:** &#96;&#96;&#96; - &#64;you\n\n<sub></sub>\n',
  );
});
