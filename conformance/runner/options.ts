import type { ProfileId } from '../profiles/index.ts';
import type { Asked, Run, Verdict } from '../run/model.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Check } from '../vocabulary/check.ts';
import type { Era } from '../vocabulary/era.ts';
import type { Http } from '../vocabulary/http.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { Fact } from '../vocabulary/survey.ts';
import type { HookAccess } from '../vocabulary/test-hooks.ts';
import type { BrowserMemory, UserAgent } from '../vocabulary/user-agent.ts';
import type { Budget } from '../wire/budget.ts';
import type { Guard } from '../wire/guard.ts';
import type { Recorder } from '../wire/recorder.ts';

/** A target to grade: one URL in one era. */
export interface RunTarget {
  url: string;
  hooks?: HookAccess | undefined;
  profile?: ProfileId | undefined;
  era: Era;
  /** The era is one that the target may speak: graded are those that it does, once that is known. */
  eraIsAGuess?: boolean;
  /** Targets of one gateway share what is graded once for a URL; the URL unless told. */
  gateway?: string;
  /** Nothing that is graded elsewhere concerns it: it is graded beside the others, where all are so. */
  standsAlone?: boolean;
}

export interface Progress {
  done: number;
  total: number;
  id: string;
  verdict: Verdict;
  target: number;
}

export interface RunOptions {
  version: string;
  targets: RunTarget[];
  checks: readonly Check[];
  scenarios: readonly Scenario[];
  /** What the exit code shall mean. */
  asked?: Asked;
  /** Ids, exercises or globs. */
  only?: string[];
  skip?: string[];
  users?: TargetContext['users'];
  signInOrigins?: TargetContext['signInOrigins'];
  clients?: TargetContext['clients'];
  /** Where users make keys by hand, and how many a run may make there. */
  clientCenter?: { url: string; most?: number | undefined } | undefined;
  mint?: TargetContext['mint'];
  partnerKeys?: TargetContext['partnerKeys'];
  readyToken?: TargetContext['readyToken'];
  headers?: TargetContext['headers'];
  tools?: TargetContext['tools'];
  mayTrade?: TargetContext['mayTrade'];
  /** How many calls of a tool that may place an order may be made. */
  maxOrders?: number | undefined;
  /** How many clients may be registered at a target that cannot be reset. */
  registrations?: number | undefined;
  /** Seconds to wait for what expires, on a target whose clock nobody can move. */
  patience?: number | undefined;
  scopes?: { read?: string | undefined; trade?: string | undefined };
  createUserAgent?: (http: Http, recorder: Recorder, secrets: Secrets, memory?: BrowserMemory) => UserAgent;
  /** Makes the suite's own random values repeatable: for the reference stack only. */
  seed?: string;
  /** Origins shown under another name, so that a run on free ports can be repeated byte for byte. */
  aliases?: Record<string, string>;
  /** Names of members that hold a secret, besides the usual. */
  secretMembers?: readonly string[] | undefined;
  /** Certificates in PEM that are trusted besides the usual. */
  ca?: string | undefined;
  /** ISO 8601, for `startedAt`. */
  startedAt: string;
  signal?: AbortSignal;
  /** Is called when nothing more is asked of the targets, before the run is put together: servers of ours would only keep memory. */
  letGo?(): Promise<void>;
  /** Is told each fact about a target as soon as it is known, before anything is graded. */
  onFact?(fact: Fact, target: RunTarget): void;
  onProgress?(event: Progress): void;
  /** Is called with each result; what it is given makes the run as far as it has come, without exchanges: the same objects for the same results. */
  onResult?(soFar: () => Run): void;
  /** How much time and how many bytes of a server a run takes: lowered by tests. */
  budget?: Partial<Budget> | undefined;
  /** Decides where connections may go. */
  guard?: Guard | undefined;
}
