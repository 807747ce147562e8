import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startStranger } from '../../dev/testing/stranger.ts';
import { folderForAll, type Spoken, temporaryFolder, type } from '../../dev/testing/terminal.ts';
import type { Run } from '../run/model.ts';
import { readRun as read } from '../run/read.ts';

const readRun = (folder: string): Run => read(join(folder, 'run.json'));

/** A key and a certificate for this machine, which it signed itself. */
function selfSigned(folder: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=openbell', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key, cert };
}

describe('wrong usage exits with 2 and one clear sentence', () => {
  test.each([
    [['lst'], "unknown command 'lst'; did you mean “list”?"],
    [['https://mcp.example.com/mcp'], 'did you mean “openbell check https://mcp.example.com/mcp”?'],
    [['check'], 'say what to grade: the gateway’s MCP URL, or “targets” in the configuration'],
    [['check', 'mcp.example.com'], '“mcp.example.com” is not a URL'],
    [['check', 'https://user:secret@mcp.example.com/mcp'], 'must not hold a name or a password'],
    [['check', 'https://mcp.example.com/mcp', '--profil', 'x'], 'did you mean “--profile”?'],
    [['demo', '--profile', 'dynamic-clint'], 'Did you mean “dynamic-client”?'],
    [['demo', '--era', '2024-01-01'], 'Known are 2025-03-26, 2025-06-18, 2025-11-25, 2026-07-28.'],
    [['demo', '--only', 'pkce', '--skip', 'pkce'], '--only and --skip together leave nothing to grade'],
    [['check', 'ftp://mcp.example.com/mcp'], '“ftp://mcp.example.com/mcp” is not an http or https URL'],
    [['check', 'https://mcp.example.com/mcp', '--ca', 'package.json'], 'package.json holds no certificate in PEM'],
    [['check', 'https://mcp.example.com/mcp', '--min-judged', 'half'], 'such as 0.5 or 50%'],
    [['check', 'https://mcp.example.com/mcp', '--depth', 'publik'], 'Did you mean “public”?'],
    [['check', 'mcp.example.com:8080/mcp'], '“mcp.example.com:8080/mcp” is not a URL'],
    [['check', 'http://127.0.0.1:9/mcp', '--only', 'zzzz'], '“zzzz” names no check, scenario or exercise'],
    [['check', 'http://127.0.0.1:9/mcp', '--only', 'pkce', '--skip', 'pkce'], 'leave nothing to grade'],
    [['help', 'chek'], "unknown command 'chek'; did you mean “check”?"],
    [['demo', '--only', 'pkcee'], '“pkcee” names no check, scenario or exercise; did you mean “pkce”?'],
    [['demo', '--reporter', 'jsn'], 'there is no reporter “jsn”; did you mean “json”?'],
    [['serve'], 'serve needs --profile'],
    [['serve', '--profile', 'static-client', '--port', 'http'], 'A port is a number from 0 to 65535.'],
    [['serve', '--profile', 'static-client', '--dpop'], '--dpop goes with --profile gold'],
    [['serve', '--profile', 'minted-token', '--fixtures', 'official'], '--fixtures goes with --profile gold'],
    [['serve', '--profile', 'gold', '--fixtures', 'offical'], 'official'],
    [['serve', '--profile', 'static-client', '--clock', 'noon'], 'Give an ISO 8601 instant'],
    [
      ['serve', '--profile', 'static-client', '--mutant', 'accepts-any-audiense'],
      'did you mean “accepts-any-audience”?',
    ],
    [
      ['serve', '--profile', 'static-client', '--mutant', 'answers-a-registration-with-200'],
      'the mutant “answers-a-registration-with-200” changes nothing in static-client; it shows in dynamic-client',
    ],
    [['serve', '--broker-only', '--mutant', 'accepts-any-audience'], '--mutant is about the gateway'],
    [['list', 'chekcs'], 'there is no list of “chekcs”. Did you mean “checks”?'],
    [['list', 'guides'], 'there is no list of “guides”. Known are checks, clauses'],
    [['explain', 'tokens/refuses-foreign-audience'], 'did you mean “tokens/refuses-a-foreign-audience”?'],
    [['explain', 'AR-E9'], 'did you mean “AR-'],
    [['scenario', 'nowhere'], 'nowhere: no such file or folder'],
    [['scenario', 'redirect-uri-mismatches'], 'no such file or folder; did you mean “redirect-uri-mismatch”?'],
    [
      ['scenario', 'pkce', '--out', 'package.json'],
      'cannot write results to package.json: it is a file, and a folder is needed',
    ],
    [['scenario', 'pkce', '--out', 'package.json/report'], 'cannot write results to package.json/report: '],
    [['scenario', 'pkce', '--out', devNull], `cannot write results to ${devNull}: `],
    [['report', 'nowhere.json'], 'cannot read nowhere.json: there is no such file'],
    [['report', 'package.json'], 'package.json is not a run of openbell'],
    [
      ['check', 'https://mcp.example.com/mcp', '--config', 'nowhere.yaml'],
      'there is no configuration file nowhere.yaml',
    ],
  ])('%j', async (args, sentence) => {
    const { code, out, err } = await type([...args, ...(args[0] === 'demo' ? ['--out', temporaryFolder()] : [])]);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });

  test.each([
    ['a word', ['explain', 'x'.repeat(20_000)]],
    ['a text', ['explain', 'two words '.repeat(2_000)]],
    ['a command', ['x'.repeat(20_000)]],
    ['a file', ['scenario', 'x'.repeat(20_000)]],
  ])('what was pasted by mistake is not read out: %s', async (_, args) => {
    const { code, err } = await type(args);
    expect(code).toBe(2);
    expect(err.length).toBeLessThan(400);
  });

  test('no command at all shows what there is', async () => {
    const { code, err } = await type([]);
    expect(code).toBe(2);
    expect(err).toContain('Usage: openbell');
  });
});

test.each(['demo', 'check', 'scenario', 'report'])('%s tells its exit codes', async (command) => {
  expect((await type([command, '--help'])).out).toContain('Exit codes: 0 conformant');
});

test.each([
  'demo',
  'serve',
  'broker',
  'check',
  'connect',
  'scenario',
  'list',
  'explain',
  'report',
  'init',
  'completion',
])('%s explains itself', async (command) => {
  const { code, out } = await type([command, '--help']);
  expect([code, out.includes(`Usage: openbell ${command}`)]).toEqual([0, true]);
});

describe('what there is', () => {
  test.each(['checks', 'clauses', 'profiles', 'scenarios', 'mutants', 'variations'])(
    'list %s prints data and nothing else',
    async (what) => {
      const { code, out, err } = await type(['list', what, '--json']);
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out).length).toBeGreaterThan(1);
    },
  );

  test('clauses without a check are named as such, with totals', async () => {
    const { out } = await type(['list', 'clauses']);
    expect(out).toContain('no check yet');
    expect(out).toMatch(/\d+ clauses of level MUST that a black box can see: \d+ with a check, \d+ with no check yet/);
  });

  test.each([
    ['tokens/refuses-a-foreign-audience', 'accepts-any-audience'],
    ['accepts-any-audience', 'tokens/refuses-a-foreign-audience'],
    ['an-audience-in-a-list', 'RFC 7519 §4.1.3'],
    ['tokens/refuses-a-foreign-audience', 'an-audience-in-a-list'],
    ['mcp-2026-07-28/authz/server-validates-audience', 'tokens/refuses-a-foreign-audience'],
    ['ar-e1', 'redirect_uri_mismatch'],
    ['invalid_grant', 'Start the connection again'],
    ['static-client', 'Client Center'],
    ['redirect-uri-mismatch/the-key-was-saved-with-a-trailing-slash', '2. cursor connects as trader'],
    ['tokens', 'tokens/refuses-a-foreign-audience'],
    ['discovery/challenges-who-has-no-token', 'tokens/a-missing-token-is-a-challenge'],
    ['CN-7', 'confirm_trade'],
    ['CN-7', 'outcome_unknown'],
    ['ce-4', 'partner API key'],
    ['exit codes', '3: incomplete'],
    ['test hooks', 'HOOKS_TOKEN'],
    ['registrations', 'registrations: 30'],
    ['jwt-tokens', 'JWTs'],
    ['one-url', 'one MCP URL'],
    ['newcomer', 'nobody has asked them'],
    ['untestable', 'Nobody could look'],
    ['ways in', 'Client ID'],
    ['min_judged', 'two thirds'],
  ])('explain %s', async (id, word) => {
    const { code, out } = await type(['explain', ...id.split(' ')]);
    expect([code, out.includes(word)]).toEqual([0, true]);
  });

  test('each fact that a survey may tell is explained', async () => {
    const folder = new URL('../stage/', import.meta.url);
    const told = readdirSync(folder).flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\blearn\('([^']+)'/g)].map(([, fact]) => fact!),
    );
    expect(told.length).toBeGreaterThan(5);
    for (const fact of new Set(told)) expect([fact, (await type(['explain', fact])).code]).toEqual([fact, 0]);
  });

  test('the keys of an explanation have no blanks', async () => {
    const { out } = await type(['explain', 'accepts-any-audience', '--json']);
    expect(Object.keys(JSON.parse(out))).toEqual(['mutant', 'does', 'must_fail', 'to_see_it']);
  });

  test('an error code that looks like an option is explained behind --', async () => {
    expect((await type(['explain', '--', '-32020'])).out).toContain('headers');
  });
});

describe('a target that cannot be graded exits with 3, and its report says why', () => {
  async function answering(status: number, type: string, body: string, more = {}): Promise<string> {
    const headers = { 'content-type': type, ...more };
    const server = createServer((_, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  }

  async function grade(url: string, typed = {}, more: string[] = []) {
    const out = temporaryFolder();
    const spoken = await type(['check', url, '--out', out, ...more], typed);
    const run = readRun(out);
    expect(spoken.code).toBe(3);
    expect(run).toMatchObject({ schema: 'openbell.run/1', complete: false, targets: [{ url }], checks: [] });
    expect(existsSync(join(out, 'index.html'))).toBe(true);
    return { ...spoken, why: run.incompleteBecause };
  }

  test('nothing listens', async () => {
    const { err, why } = await grade('http://127.0.0.1:9/mcp');
    expect(why).toBe('http://127.0.0.1:9/mcp cannot be reached: nothing listens there');
    expect(err).toContain(why);
  });

  test('a server without TLS', async () => {
    const url = (await answering(200, 'text/plain', 'hello')).replace('http:', 'https:');
    const { why } = await grade(url);
    expect(why).toBe(`${url} cannot be reached: it does not speak TLS; did you mean ${url.replace('https', 'http')}?`);
  });

  test('one that never answers, when nobody waits any longer', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const { why } = await grade(url, { interrupt: true });
    expect(why).toBe(`The run was interrupted before ${url} had answered.`);
  });

  test('a redirect', async () => {
    const url = await answering(308, 'text/plain', '', { location: '/elsewhere?token=secret' });
    expect((await grade(url)).why).toBe(`${url} answered 308: it redirects to ${new URL(url).origin}/elsewhere`);
  });

  test('a website', async () => {
    const { why } = await grade(await answering(200, 'text/html', '<p>Welcome</p>'));
    expect(why).toMatch(/is not an MCP server: it answered 200 with text\/html$/);
  });

  test('an origin alone, where the server is at a usual path', async () => {
    const server = createServer(({ url }, response) => {
      const status = url === '/mcp' ? 401 : 404;
      response.writeHead(status, status === 401 ? { 'www-authenticate': 'Bearer' } : {}).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { why, err } = await grade(origin);
    expect(why).toContain('it answered 404');
    expect(why).toMatch(new RegExp(`; did you mean ${origin}/mcp\\?$`));
    expect(err).toContain(`did you mean ${origin}/mcp?`);
  });

  test('a certificate that nobody here knows, until --ca names it', async () => {
    const { key, cert } = selfSigned(temporaryFolder());
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    expect((await grade(url)).why).toContain('--ca FILE names who did');
    expect((await grade(url, {}, ['--ca', cert])).why).toContain('it answered 404 with “nothing here”');
  });

  test('a plain answer that names the right URL is passed on', async () => {
    const { why } = await grade(await answering(404, 'text/plain', 'The MCP URL is https://mcp.example.com/mcp'));
    expect(why).toContain('“The MCP URL is https://mcp.example.com/mcp”');
  });
});

describe('a run', { timeout: 30_000 }, () => {
  const few = ['--profile', 'dynamic-client', '--era', '2026-07-28', '--only', 'tokens'];

  const out = folderForAll();
  let spoken: Spoken;
  beforeAll(async () => {
    spoken = await type(['demo', ...few, '--out', out]);
  });

  test('writes its results, says where, and exits with 0 when all holds', () => {
    expect(spoken).toMatchObject({ code: 0 });
    expect(spoken.out).toContain(`report: ${join(out, 'index.html')}`);
    expect(
      ['run.json', 'index.html', 'junit.xml', 'summary.md'].filter((file) => !existsSync(join(out, file))),
    ).toEqual([]);
    expect(readRun(out)).toMatchObject({
      complete: true,
      targets: [{ profile: 'dynamic-client', eras: ['2026-07-28'] }],
    });
  });

  test('prints data and nothing else with --json, and is repeated byte for byte but for durations', async () => {
    const again = temporaryFolder();
    const printed = (await type(['demo', ...few, '--out', again, '--json'])).out;
    expect(JSON.parse(printed)).toMatchObject({ schema: 'openbell.run/2', complete: true });
    const timeless = (folder: string) =>
      JSON.stringify(readRun(folder), (name, value) => (name === 'ms' || name === 'durationMs' ? 0 : value));
    expect(timeless(again)).toBe(timeless(out));
  });

  test('can be rendered again, and two become one', async () => {
    const merged = temporaryFolder();
    const file = join(out, 'run.json');
    expect((await type(['report', file, file, '--out', merged])).code).toBe(0);
    expect(readRun(merged)).toEqual(readRun(out));
  });

  test('that is interrupted leaves a valid run that says so, and exits with 3', async () => {
    const interrupted = temporaryFolder();
    const { code } = await type(['demo', ...few, '--out', interrupted], { interrupt: true });
    expect(code).toBe(3);
    expect(readRun(interrupted)).toMatchObject({
      complete: false,
      incompleteBecause: expect.stringContaining('interrupted'),
    });
  });
});

describe('serve', { timeout: 30_000 }, () => {
  test('prints what a user needs, and stops on Ctrl-C', async () => {
    const { code, out } = await type(['serve', '--profile', 'static-client', '--hooks'], {
      env: { OPENBELL_HOOKS_TOKEN: 'a-token-of-ours', XDG_RUNTIME_DIR: temporaryFolder() },
      watch: (text, interrupt) => text.includes('Ctrl-C') && interrupt(),
    });
    expect(code).toBe(0);
    expect(out).toMatch(/MCP URL +http:\/\/127\.0\.0\.1:\d+\/mcp/);
    expect(out).toMatch(/\/auth\/callback/);
    expect(out).toContain('trader@example.com');
    expect(out).toContain('a-token-of-ours');
    expect(out).toMatch(/npx openbell check http:\/\/127\.0\.0\.1:\d+\/mcp --profile static-client/);
  });

  test('lets browsers of the origins in that it is told of', async () => {
    const origin = 'http://localhost:6274';
    let asked: Promise<Response> | undefined;
    const { out } = await type(['serve', '--profile', 'gold', '--allow-origin', origin, '--dpop', 'nonces'], {
      watch: (text, interrupt) => {
        const url = /MCP URL +(\S+)/.exec(text)?.[1];
        if (!url || !text.includes('Ctrl-C')) return;
        asked = fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
        void asked.finally(interrupt);
      },
    });
    expect(out).toMatch(/open to +http:\/\/localhost:6274/);
    expect((await asked)?.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('a brokerage alone prints what an Alpaca client needs', async () => {
    const { out } = await type(['serve', '--broker-only'], {
      watch: (text, interrupt) => text.includes('Ctrl-C') && interrupt(),
    });
    expect(out).toMatch(/base URL +http:/);
    expect(out).toMatch(/APCA-API-KEY-ID +\w+/);
    expect(out).toMatch(/APCA-API-SECRET-KEY +\w+/);
  });

  test('a mutant fails the check that claims it, with nothing to copy from one command to the other', async () => {
    const env = { XDG_RUNTIME_DIR: temporaryFolder() };
    const out = temporaryFolder();
    let checked: Promise<{ code: number }> | undefined;
    await type(['serve', '--profile', 'dynamic-client', '--mutant', 'accepts-any-audience'], {
      env,
      watch: (text, interrupt) => {
        const url = /MCP URL +(\S+)/.exec(text)?.[1];
        if (!url || !text.includes('Ctrl-C')) return;
        const args = [
          'check',
          url,
          '--profile',
          'dynamic-client',
          '--only',
          'tokens/refuses-a-foreign-audience',
          '--out',
          out,
        ];
        checked = new Promise((resolve) => setImmediate(() => resolve(type(args, { env }))));
        void checked.finally(interrupt);
      },
    });
    expect(await checked).toMatchObject({ code: 1 });
    expect(readRun(out).checks).toContainEqual(
      expect.objectContaining({ id: 'tokens/refuses-a-foreign-audience', verdict: 'fail' }),
    );
  });
});

describe('survey', () => {
  test('tells the facts of a gateway, and neither registers nor signs in', async () => {
    const target = await startStranger();
    onTestFinished(target.close);
    const { code, out } = await type(['survey', target.mcpUrl]);
    expect(code).toBe(0);
    expect(out).toMatch(/^authorization +OAuth, by http:/);
    expect(out).toMatch(/\naccess tokens +unknown until a token\n/);
    expect(target.registered()).toBe(0);
  });
  test('tells what a token shows, as data with --json, and never the token', async () => {
    const target = await startStranger({ eras: ['2025-11-25', '2026-07-28'] });
    onTestFinished(target.close);
    const env = { MINE: 'a-ready-token' };
    const { code, out } = await type(['survey', target.mcpUrl, '--token-env', 'MINE', '--json'], { env });
    expect(code).toBe(0);
    const { facts } = JSON.parse(out) as { facts: { fact: string; is: string }[] };
    expect(facts).toContainEqual({ fact: 'revisions of MCP', is: '2025-11-25, 2026-07-28' });
    expect(facts).toContainEqual({ fact: 'tools', is: '1; reads with list_accounts; trades with none that is known' });
    expect(out).not.toContain('a-ready-token');
  });
  test.each([
    [['--token-env', 'NOT_SET'], 'the environment variable NOT_SET, which is not set'],
    [['--token-env', 'ODD'], 'ODD holds no access token: it has other characters'],
  ])('%j is wrong usage', async (flags, sentence) => {
    const { code, err } = await type(['survey', 'http://127.0.0.1:9/mcp', ...flags], { env: { ODD: 'a\r\nb' } });
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  });
});

test('check shows the facts first, and grades the revisions that are spoken', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const out = temporaryFolder();
  const said = await type(['check', target.mcpUrl, '--only', 'wire', '--out', out]);
  expect(said.out).toMatch(/^authorization +none: requests are served without a token\nrevisions of MCP +2025-11-25\n/);
  const { targets, checks } = readRun(out);
  expect(targets.map(({ eras }) => eras)).toEqual([['2025-11-25']]);
  expect(targets[0]?.facts).toContainEqual({ fact: 'revisions of MCP', is: '2025-11-25' });
  expect(checks.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(5);
  expect(checks.filter(({ verdict }) => verdict === 'error')).toEqual([]);
});

test('a revision that was asked for and is not spoken is not applicable', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const out = temporaryFolder();
  const flags = ['--era', '2025-11-25', '--era', '2026-07-28', '--only', 'wire', '--out', out];
  await type(['check', target.mcpUrl, ...flags]);
  const later = readRun(out).checks.filter(({ era }) => era === '2026-07-28');
  expect(later.length).toBeGreaterThan(20);
  expect(new Set(later.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']));
});

test('a mutant that breaks a SHOULD alone warns, and fails with --strict', { timeout: 30_000 }, async () => {
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const codes: number[] = [];
  const { out } = await type(['serve', '--profile', 'dynamic-client', '--mutant', 'accepts-a-verifier-of-any-form'], {
    env,
    watch: (text, interrupt) => {
      const url = /MCP URL +(\S+)/.exec(text)?.[1];
      if (!url || !text.includes('Ctrl-C')) return;
      setImmediate(async () => {
        const only = ['--only', 'pkce/refuses-a-verifier-of-the-wrong-form', '--out', temporaryFolder()];
        const args = ['check', url, '--profile', 'dynamic-client', ...only];
        codes.push((await type(args, { env })).code, (await type([...args, '--strict'], { env })).code);
        interrupt();
      });
    },
  });
  expect(out).toContain('accepts-a-verifier-of-any-form   must warn');
  expect(codes).toEqual([0, 1]);
});

test('connect tells each step, and where it stops', async () => {
  const said: { code: number; out: string }[] = [];
  await type(['serve', '--profile', 'dynamic-client', '--hooks'], {
    env: { OPENBELL_HOOKS_TOKEN: 'a-token-of-ours', XDG_RUNTIME_DIR: temporaryFolder() },
    watch: (text, interrupt) => {
      const url = /MCP URL +(\S+)/.exec(text)?.[1];
      if (!url || !text.includes('Ctrl-C')) return;
      setImmediate(async () => {
        said.push(await type(['connect', url], { env: { OPENBELL_HOOKS_TOKEN: 'a-token-of-ours' } }));
        said.push(await type(['connect', url]));
        interrupt();
      });
    },
  });
  expect(said[0]).toMatchObject({ code: 0, out: expect.stringContaining('Connected.') });
  expect(said[0]?.out).not.toMatch(/eyJ/);
  expect(said[1]).toMatchObject({
    code: 3,
    out: expect.stringContaining('stops  sends a person to sign in and give permission: needs a user'),
  });
});

test('init writes a file once', async () => {
  const file = join(temporaryFolder(), 'openbell.yaml');
  expect(await type(['init', file])).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toContain('password: $');
  writeFileSync(file, 'mine');
  expect(await type(['init', file])).toMatchObject({ code: 2, err: expect.stringContaining('is there already') });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});
