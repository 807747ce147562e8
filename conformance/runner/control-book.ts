import type { GradedCheck } from './grade-check.ts';

/** What became of each check, for those that build on it and may be graded at the same time elsewhere. */
export interface ControlBook {
  /** Waits until the check was graded; undefined where it never is. */
  find(id: string): Promise<GradedCheck | undefined>;
  enter(graded: GradedCheck): void;
  /** Nothing more will be entered: whoever waits is let go. */
  close(): void;
}

/** A promise and what settles it. */
function page() {
  let resolve: (graded: GradedCheck | undefined) => void = () => {};
  const promise = new Promise<GradedCheck | undefined>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A book for the checks with these ids; `earlier` has those that were graded once for several targets. */
export function createControlBook(ids: readonly string[], earlier?: ControlBook): ControlBook {
  const pages = new Map(ids.map((id) => [id, page()] as const));
  return {
    find: (id) => pages.get(id)?.promise ?? earlier?.find(id) ?? Promise.resolve(undefined),
    enter: (graded) => pages.get(graded.check.id)?.resolve(graded),
    close: () => {
      for (const { resolve } of pages.values()) resolve(undefined);
    },
  };
}
