import type { Exchange, Verdict } from '../run/model.ts';
import type { Means } from '../vocabulary/means.ts';
import type { Answerer } from '../vocabulary/observation.ts';
import { isLeftOpen, type Outcome, verdict } from '../vocabulary/verdict.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { Standing } from './standing.ts';

/** What a check or a step came to, in words. */
export interface Finding {
  outcome: Outcome;
  expected?: string;
  seen?: string;
  reason?: string;
  /** What would make it testable. */
  missing?: Means;
  /** The positive control that failed. */
  blockedBy?: string;
  /** The part of the way in that did not work, where no control did. */
  blockedAt?: string;
  /** Number within the recorder. */
  finding?: number;
  /** Where it was observed, if that was while something else was graded, and whose answer it is. */
  shownBy?: { exchange: Exchange; recorder: Recorder; by: Answerer };
}

/** What is known of a positive control once it was graded. */
export interface Control {
  id: string;
  outcome: Outcome;
  verdict: Verdict;
  reason?: string | undefined;
  missing?: Means | undefined;
  /** Where it began: the control of this control that failed, if need be. */
  blockedBy?: string | undefined;
}

export const isUnseen = ({ outcome }: Control): boolean => outcome === 'untestable' || outcome === 'not-applicable';

/**
 * What controls say before a check is run: it counts as blocked where one failed, and as untestable where nobody could
 * look at one. Undefined where all of them hold.
 */
export function heldUpBy(controls: readonly Control[]): Finding | undefined {
  const wrong = controls.filter(({ outcome }) => outcome !== 'satisfied');
  const failed = wrong.find((control) => !isUnseen(control));
  if (failed) {
    const blockedBy = failed.blockedBy ?? failed.id;
    return { outcome: 'control-failed', blockedBy, reason: `its positive control ${blockedBy} did not hold` };
  }
  const [unseen] = wrong;
  if (!unseen) return undefined;
  const because = unseen.reason ?? unseen.verdict;
  const reason = `its positive control ${unseen.id} could not be looked at: ${because}`;
  return { outcome: 'untestable', reason, ...(unseen.missing ? { missing: unseen.missing } : {}) };
}

/** The one place where a finding and a standing become a verdict; what rests on a weak basis says so. */
export function judge(
  found: Finding,
  { level, basis, caveat }: Standing,
  hasProfile = true,
): Finding & { verdict: Verdict } {
  if (isLeftOpen(found.outcome, level, hasProfile)) {
    const outcome = 'not-applicable';
    const reason = `the document leaves it to the server (MAY): expected ${found.expected}, seen ${found.seen}`;
    return { outcome, reason, verdict: verdict(outcome, level, basis) };
  }
  const because = found.outcome === 'violated' && caveat ? { reason: caveat } : {};
  return { ...because, ...found, verdict: verdict(found.outcome, level, basis) };
}

/** How a journey weighs: what a product or a document promises a user, and its profile holds it to. */
export const JOURNEY: Standing = { level: 'MUST', basis: 'declarative' };
