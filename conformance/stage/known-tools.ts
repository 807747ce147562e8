import { Untestable } from '../vocabulary/expect.ts';
import type { Purpose, ToolUse } from '../vocabulary/profile.ts';
import type { World } from '../vocabulary/world.ts';

/** The tools for those of these purposes for which one is known; `Untestable` where none is. */
export function knownTools(world: World, purposes: readonly Purpose[]): (ToolUse & { purpose: Purpose })[] {
  const known = purposes.flatMap((purpose) => {
    try {
      return [{ ...world.tool(purpose), purpose }];
    } catch (error) {
      if (error instanceof Untestable && error.means === 'tools') return [];
      throw error;
    }
  });
  if (known.length === 0) throw new Untestable(`needs to know which tool to call (${purposes.join(', ')})`, 'tools');
  return known;
}
