import type { BrowserMemory } from '../vocabulary/user-agent.ts';

/** What one browser remembers, which others may share. */
export interface Memory<Kept> {
  kept(): Kept;
  /** Somebody is about to sign in. */
  isUsedBy(name: string): void;
  forget(): void;
  /** What outlives the cookies. */
  refusals: Map<string, number>;
}

/** Reads and writes `shared`, and leaves it alone from when on it would tell the others of somebody else. */
export function createMemory<Kept>(shared: BrowserMemory, empty: () => Kept): Memory<Kept> {
  let memory = shared;
  shared.refusals ??= new Map();
  const { refusals } = shared;
  return {
    refusals,
    kept() {
      memory.kept ??= empty();
      return memory.kept as Kept;
    },
    isUsedBy(name) {
      if (memory.whose !== undefined && memory.whose !== name) {
        // Two people at one browser: whoever shares it gets an empty one, and this visit goes on with the cookies.
        const { kept } = memory;
        memory.kept = undefined;
        delete memory.whose;
        memory = { kept };
      }
      memory.whose = name;
    },
    forget() {
      memory = {};
    },
  };
}
