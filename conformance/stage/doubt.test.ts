import { expect, test } from 'vitest';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import type { Recorder } from '../wire/recorder.ts';
import { diedMeanwhile } from './doubt.ts';
import type { TargetContext } from './target.ts';

const connection = { accessToken: 'a-token-that-was-lent' } as Connection;

/** What is thought of a token that was shown so, and is answered so when it is shown plainly. */
async function doubted(authorization: string | undefined, plainly: number) {
  const lent = new Map([['read', { connection: Promise.resolve(connection) }]]);
  const target = { lent } as unknown as TargetContext;
  const world = {
    lent: () => [connection],
    mcp: () => ({ request: async () => ({ status: plainly }) }),
  } as unknown as World;
  const headers = authorization === undefined ? {} : { authorization };
  const recorder = { exchanges: [{ request: { headers }, response: { status: 401 } }] } as unknown as Recorder;
  return { isDead: await diedMeanwhile(target, world, recorder), isLent: lent.size > 0 };
}

test.each(['Bearer a-token-that-was-lent', 'bEaReR a-token-that-was-lent', 'Bearer  a-token-that-was-lent'])(
  'a token that was refused as “%s” is lent to nobody any more where it is dead',
  async (authorization) => {
    expect(await doubted(authorization, 401)).toEqual({ isDead: true, isLent: false });
    expect(await doubted(authorization, 200)).toEqual({ isDead: false, isLent: true });
  },
);

test.each([undefined, 'Bearer another-token', ''])('who was refused for “%s” shows nothing of it', async (shown) => {
  expect(await doubted(shown, 401)).toEqual({ isDead: false, isLent: true });
});

test('what another check has put in the place of a dead one stays lent', async () => {
  const fresh = { connection: Promise.resolve({ accessToken: 'a-fresh-token' } as Connection) };
  const lent = new Map<string, unknown>();
  const replaced = async () => {
    lent.set('read', fresh);
    return connection;
  };
  lent.set('read', { connection: { catch: replaced } });
  const world = { lent: () => [connection], mcp: () => ({ request: async () => ({ status: 401 }) }) };
  const headers = { authorization: `Bearer ${connection.accessToken}` };
  const recorder = { exchanges: [{ request: { headers }, response: { status: 401 } }] };
  const target = { lent } as unknown as TargetContext;
  expect(await diedMeanwhile(target, world as unknown as World, recorder as unknown as Recorder)).toBe(true);
  expect(lent.get('read')).toBe(fresh);
});
