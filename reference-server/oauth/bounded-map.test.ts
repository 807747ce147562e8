import { expect, test } from 'vitest';
import { createBoundedMap, createTieredMap } from './bounded-map.ts';

test('without owners the oldest makes room', () => {
  const map = createBoundedMap<number>(2);
  for (const n of [1, 2, 3]) map.set(String(n), n);
  expect([...map.values()]).toEqual([2, 3]);
});

test('however much one stranger makes us keep, they push out their own', () => {
  const map = createBoundedMap<{ from: string }>(100, ({ from }) => from);
  map.set('somebody', { from: '192.0.2.1' });
  for (let i = 0; i < 10_000; i += 1) map.set(String(i), { from: '198.51.100.1' });
  expect(map.get('somebody')).toBeDefined();
  expect([...map.values()]).toHaveLength(100);
});

test('what is in use is not pushed out by what is not, even where each stranger is another', () => {
  interface Request {
    from: string;
    user?: string;
  }
  const map = createTieredMap<Request>(
    100,
    ({ user }) => user !== undefined,
    ({ from }) => from,
  );
  map.set('mine', { from: 'here' });
  map.set('mine', { from: 'here', user: 'trader' });
  for (let i = 0; i < 1_000; i += 1) map.set(String(i), { from: String(i) });
  expect(map.get('mine')).toEqual({ from: 'here', user: 'trader' });
  expect([...map.values()]).toHaveLength(101);
  map.delete('mine');
  expect(map.get('mine')).toBeUndefined();
});
