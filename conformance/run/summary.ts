import type { Summary, Verdict } from './model.ts';

/** Counts of verdicts, in the shape of `run.summary`. */
export function countVerdicts(results: readonly { verdict: Verdict }[]): Summary {
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    warn: count('warn'),
    blocked: count('blocked'),
    untestable: count('untestable'),
    notApplicable: count('not-applicable'),
    error: count('error'),
  };
}
