import type { Level, Verdict } from '../run/model.ts';

/** What running a check or a step came to. */
export type Outcome = 'satisfied' | 'violated' | 'control-failed' | 'untestable' | 'not-applicable' | 'harness-error';

/** How firmly the document says it: `implied`, `memory` and `no-keyword` weigh as a warning at most. */
export type Basis = 'keyword' | 'declarative' | 'by-reference' | 'implied' | 'memory' | 'no-keyword';

const weak: readonly Basis[] = ['implied', 'memory', 'no-keyword'];

/** A server is free not to do what it MAY: that weighs only where a profile promises it. */
export const isLeftOpen = (outcome: Outcome, level: Level, hasProfile: boolean): boolean =>
  outcome === 'violated' && level === 'MAY' && !hasProfile;

/** The one place where outcome, level and basis become a verdict. */
export function verdict(outcome: Outcome, level: Level, basis: Basis): Verdict {
  switch (outcome) {
    case 'satisfied':
      return 'pass';
    case 'violated':
      return level === 'MUST' && !weak.includes(basis) ? 'fail' : 'warn';
    case 'control-failed':
      return 'blocked';
    case 'untestable':
      return 'untestable';
    case 'not-applicable':
      return 'not-applicable';
    case 'harness-error':
      return 'error';
  }
}
