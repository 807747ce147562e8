import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';

const CONFIGURATION = `profile: minted-token
mint:
  url: http://127.0.0.1:1/auth/tokens/user
  client_id_env: PLATFORM_ID
  client_secret_env: PLATFORM_SECRET
  users:
    - user_id: trader
      user_secret_env: TRADER_SECRET
paper_account: true
`;
const env = { PLATFORM_ID: 'meadow', PLATFORM_SECRET: 'meadow-secret', TRADER_SECRET: 'trader-secret' };

describe('a plan', () => {
  const planOf = (...flags: string[]) => {
    const config = join(temporaryFolder(), 'openbell.yaml');
    writeFileSync(config, CONFIGURATION);
    // Nothing listens there: whoever asked anything would say so.
    return type(['check', 'http://127.0.0.1:1/mcp', '--config', config, '--plan', ...flags], { env });
  };

  test('says for whom tokens are minted, and that no order is placed, and asks nobody anything', async () => {
    const { code, out, err } = await planOf();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      'mint tokens at http://127.0.0.1:1/auth/tokens/user, as the platform of the configuration, for trader',
    );
    expect(out).toContain('place no order');
    expect(out).toContain('each number is the most');
    expect(out).not.toContain('secret\n');
  });

  test('names each check and journey that may place an order, and how many of them there may be', async () => {
    const { out } = await planOf(
      '--allow-orders',
      '--max-orders',
      '9',
      '--only',
      'confirmation/sends-once',
      '--era',
      '2026-07-28',
    );
    expect(out).toMatch(/make 9 calls at most that may place an order, of \d+ that are wanted:/);
    expect(out).toContain('4 × 1  confirmation/sends-once');
  });

  test('is asked for before orders are allowed where their number is not said', async () => {
    const { code, err } = await planOf('--allow-orders');
    expect(code).toBe(2);
    expect(err).toContain('--max-orders');
  });
});
