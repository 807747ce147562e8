import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createTokenCache } from './token-cache.ts';

const minute = 60_000;

function setUp(seconds = 3600) {
  const clock = createVirtualClock();
  const minted: string[] = [];
  let fails = false;
  const cache = createTokenCache(clock, async (user) => {
    if (fails) throw new Error('down');
    minted.push(user);
    return { token: `${user}-${minted.length}`, expiresAt: clock.now() + seconds * 1000 };
  });
  function failing(now: boolean): void {
    fails = now;
  }
  return { clock, minted, cache, failing };
}

describe('a token is kept', () => {
  it.each([
    ['54:00', 54 * minute, 'ann-1'],
    ['55:00', 55 * minute, 'ann-1'],
    ['55:01', 55 * minute + 1000, 'ann-2'],
    ['61:00', 61 * minute, 'ann-2'],
  ])('and at %s it is %s', async (_at, ms, token) => {
    const { clock, cache } = setUp();
    await cache.tokenOf('ann');
    clock.advance(ms);
    expect(await cache.tokenOf('ann')).toBe(token);
  });

  it('for each user', async () => {
    const { minted, cache } = setUp();
    expect([await cache.tokenOf('ann'), await cache.tokenOf('bob'), await cache.tokenOf('ann')]).toEqual([
      'ann-1',
      'bob-2',
      'ann-1',
    ]);
    expect(minted).toEqual(['ann', 'bob']);
  });

  it('and minted once, however many ask at the same time', async () => {
    const { clock, minted, cache } = setUp();
    const all = () => Promise.all(Array.from({ length: 50 }, () => cache.tokenOf('ann')));
    expect(new Set(await all())).toEqual(new Set(['ann-1']));
    clock.advance(56 * minute);
    expect(new Set(await all())).toEqual(new Set(['ann-2']));
    expect(minted).toHaveLength(2);
  });
});

it('a token that was refused is dropped, and one that was minted since is not', async () => {
  const { minted, cache } = setUp();
  const old = await cache.tokenOf('ann');
  cache.drop('ann', old);
  const next = await cache.tokenOf('ann');
  cache.drop('ann', old);
  expect(await cache.tokenOf('ann')).toBe(next);
  expect(minted).toHaveLength(2);
});

it('who fails to mint is told, and the next one tries anew', async () => {
  const { cache, failing } = setUp();
  failing(true);
  await expect(Promise.all([cache.tokenOf('ann'), cache.tokenOf('ann')])).rejects.toThrow('down');
  failing(false);
  expect(await cache.tokenOf('ann')).toBe('ann-1');
});
