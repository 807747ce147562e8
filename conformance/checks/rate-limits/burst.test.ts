import { expect, test } from 'vitest';
import type { Answer } from '../../vocabulary/answer.ts';
import { Untestable } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';
import { isOneAllowance } from './burst.ts';

const answer = (status: number): Answer =>
  ({ status, headers: {}, text: status === 429 ? 'too many' : '', rpc: () => undefined }) as unknown as Answer;
const world = {
  tool: () => ({ name: 'accounts', args: () => ({}) }),
  hooks: { has: () => true },
  patience: async () => false,
} as unknown as World;

/** A client that is served so many calls. */
function served(calls: number): Mcp {
  let left = calls;
  return { open: async () => undefined, call: async () => answer(left-- > 0 ? 200 : 429) } as unknown as Mcp;
}

test.each([
  ['nothing', 20, [0], true],
  ['what a bucket refills while one looks', 20, [1], true],
  ['what it refills for three', 20, [2, 1, 3], true],
  ['as much again', 20, [20], false],
  ['most of it again', 20, [12], false],
  ['as much again, for one of three', 20, [0, 20, 1], false],
])('%s after the first has used up its own', async (_, own, others, shared) => {
  const { shared: said, seen } = await isOneAllowance(world, served(own), others.map(served));
  expect(said).toBe(shared);
  expect(seen).toContain(`${own} calls served`);
});

test.each([0, 1, 3])('who had %i calls left shows nothing by what the others get', async (own) => {
  await expect(isOneAllowance(world, served(own), [served(1)])).rejects.toBeInstanceOf(Untestable);
});
