import { describe, expect, onTestFinished, test } from 'vitest';
import { startStranger } from '../../dev/testing/stranger.ts';
import { type } from '../../dev/testing/terminal.ts';

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
