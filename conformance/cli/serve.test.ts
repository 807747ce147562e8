import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serving, temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { readRun } from '../run/read.ts';

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
    let asked: Response | undefined;
    const args = ['--profile', 'gold', '--allow-origin', origin, '--dpop', 'nonces'];
    const { out } = await serving(args, {}, async (mcpUrl) => {
      asked = await fetch(mcpUrl, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    });
    expect(out).toMatch(/open to +http:\/\/localhost:6274/);
    expect(asked?.headers.get('access-control-allow-origin')).toBe(origin);
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
    let code: number | undefined;
    await serving(['--profile', 'dynamic-client', '--mutant', 'accepts-any-audience'], env, async (mcpUrl) => {
      const only = ['--only', 'tokens/refuses-a-foreign-audience', '--out', out];
      ({ code } = await type(['check', mcpUrl, '--profile', 'dynamic-client', ...only], { env }));
    });
    expect(code).toBe(1);
    expect(readRun(join(out, 'run.json')).checks).toContainEqual(
      expect.objectContaining({ id: 'tokens/refuses-a-foreign-audience', verdict: 'fail' }),
    );
  });
});

test('a mutant that breaks a SHOULD alone warns, and fails with --strict', { timeout: 30_000 }, async () => {
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const codes: number[] = [];
  const mutant = ['--profile', 'dynamic-client', '--mutant', 'accepts-a-verifier-of-any-form'];
  const { out } = await serving(mutant, env, async (mcpUrl) => {
    const only = ['--only', 'pkce/refuses-a-verifier-of-the-wrong-form', '--out', temporaryFolder()];
    const args = ['check', mcpUrl, '--profile', 'dynamic-client', ...only];
    codes.push((await type(args, { env })).code, (await type([...args, '--strict'], { env })).code);
  });
  expect(out).toContain('accepts-a-verifier-of-any-form   must warn');
  expect(codes).toEqual([0, 1]);
});
