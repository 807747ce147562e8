import { NotOffered, Untestable } from '../vocabulary/expect.ts';
import type { ListedTool } from '../vocabulary/mcp.ts';
import type { Purpose, ToolUse } from '../vocabulary/profile.ts';
import type { World } from '../vocabulary/world.ts';
import { callableReaders, READING } from './tools.ts';

/** More of a stranger's tools than this are not called to see how they answer. */
const MOST_READERS = 8;

type KnownTool = ToolUse & { purpose: Purpose };

const knownOrNone = (world: World, purposes: readonly Purpose[]): KnownTool[] =>
  purposes.flatMap((purpose) => {
    try {
      return [{ ...world.tool(purpose), purpose }];
    } catch (error) {
      if (error instanceof NotOffered || (error instanceof Untestable && error.means === 'tools')) return [];
      throw error;
    }
  });

/** The tools for those of these purposes for which one is known; `Untestable` where none is. */
export function knownTools(world: World, purposes: readonly Purpose[]): KnownTool[] {
  const known = knownOrNone(world, purposes);
  if (known.length === 0) throw new Untestable(`needs to know which tool to call (${purposes.join(', ')})`, 'tools');
  return known;
}

/** A tool that only reads; `isGuessed` where nothing but its own description says what it is called with. */
export type Reader = ToolUse & { isGuessed: boolean };

/** Tools that only read: those that are known for a purpose, then others of a stranger whose description suffices. */
export function readersAmong(world: World, listed: readonly ListedTool[], purposes = READING): Reader[] {
  const guessed = world.profile ? [] : callableReaders(listed);
  const known = guessed.length === 0 ? knownTools(world, purposes) : knownOrNone(world, purposes);
  const names = new Set(known.map(({ name }) => name));
  const others = guessed.filter(({ name }) => !names.has(name));
  const all = [
    ...known.map((tool) => ({ ...tool, isGuessed: false })),
    ...others.map((tool) => ({ ...tool, isGuessed: true })),
  ];
  return all.filter(({ name }, n) => all.findIndex((one) => one.name === name) === n).slice(0, MOST_READERS);
}
