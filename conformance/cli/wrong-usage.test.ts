import { devNull } from 'node:os';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';

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
