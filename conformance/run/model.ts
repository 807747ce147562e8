/**
 * What a run leaves behind. Reports are made from this and nothing else. It is whole, as version 1 of `run.json` was;
 * version 2 keeps what repeats in tables (`encode.ts`).
 */
export interface Run {
  schema: 'openbell.run/1';
  tool: { name: 'openbell'; version: string };
  /** ISO 8601, from the target's clock where that is virtual. */
  startedAt: string;
  durationMs: number;
  /** False when the run was interrupted or could not go on. */
  complete: boolean;
  /** In one sentence, why the run is incomplete. */
  incompleteBecause?: string;
  /** What the exit code was asked to mean. */
  asked?: Asked;
  /** What a baseline says that is not so any more. */
  baseline?: Baseline;
  /** The frozen set of checks that counts, and the ids of those that came later. */
  newSince?: { set: string; ids: string[] };
  /** What became of results since an earlier run. */
  against?: Against;
  /** The run is one part of several, which are put together later. */
  shard?: Shard;
  targets: Target[];
  summary: Summary;
  checks: CheckResult[];
  scenarios: ScenarioResult[];
  /** What results lack, by the name in their `missing`. */
  means?: Record<string, { is: string; yaml: string }>;
  exchanges: Exchange[];
  /** MUST-level clauses that a black box can see, and which checks cover each. */
  coverage: ClauseCoverage[];
  /** What the run changed on the target: clients registered, tokens issued and revoked, orders placed. */
  ledger: { action: string; count: number }[];
}

/** Each is as in `DEFAULTS` of `rule.ts` unless told. */
export interface Asked {
  /** The part of what applies that has to be judged in each target and era. */
  minJudged?: number | undefined;
  /** `public`: what lacks a user or other means was not wanted. */
  depth?: 'public' | 'full' | undefined;
  /** Warnings count as failures. */
  strict?: boolean | undefined;
  /** The part of what applies that may be untestable in each target and era. */
  maxUntestable?: number | undefined;
  /** Exercises, features, and ids of checks and journeys, of which as much has to be judged as of the whole. */
  required?: string[] | undefined;
  /** The checks and journeys that stand for a feature that is required: those that need it. */
  features?: Record<string, string[]> | undefined;
}

/** One part of a run. */
export interface Shard {
  /** Counted from 1. */
  index: number;
  of: number;
  /** The ids of all checks and journeys of the whole, in the order in which it would hold them. */
  ids: string[];
}

/** Why a failure does not count, and who answers for it. */
export interface Excuse {
  reason: string;
  owner?: string | undefined;
  link?: string | undefined;
  /** The last day on which it holds, `2026-12-31`. */
  expires?: string | undefined;
  /** Nobody answers for it: it is of a check that the frozen set does not hold. */
  isNew?: true;
}

/** What is wrong with a baseline, each entry in words. */
export interface Baseline {
  /** Expected to fail, and passes. */
  stale: string[];
  /** Its day has gone by. */
  expired: string[];
  /** Judged in the run it was compared with, and without a verdict now. */
  lost?: string[];
}

/** What became of a result between two runs. */
export type Change = 'newly failing' | 'no longer judged' | 'changed evidence' | 'mended' | 'newly judged';

/** An earlier run, as this one sees it. */
export interface Against {
  startedAt: string;
  /** How many results are as they were. */
  unchanged: number;
  changes: Changed[];
}

/** A result that is not as it was. */
export interface Changed {
  change: Change;
  kind: 'check' | 'journey';
  id: string;
  title: string;
  era: string;
  /** Index into `targets`; missing where the result is not in this run. */
  target?: number;
  /** The target's name and the era. */
  where: string;
  /** Missing where that run did not hold it. */
  before?: Verdict;
  now?: Verdict;
  /** For changed evidence: what was seen before. */
  sawBefore?: string;
}

export interface Target {
  url: string;
  /** What the configuration calls it, where it has several. */
  name?: string;
  /** Where not the same is wanted of all: see `Asked`. */
  depth?: 'public' | 'full';
  /** The profile asked for, or the nearest. */
  profile: string;
  /** The era by date: a target is a URL in one era. */
  eras: string[];
  /** What was found out before anything was graded, in words: `{ fact: 'access tokens', is: 'opaque' }`. */
  facts?: { fact: string; is: string }[];
  /** What the target does not offer, in words: heads the report when no profile was asked for. */
  notOffered?: string[];
  /** Why it could not be reached any more: what was seen before stands, and nothing fails by it. */
  lost?: string;
  /** The line of the configuration that speaks of it: where a pipeline shows what was found. */
  configured?: { file: string; line: number };
}

export type Verdict = 'pass' | 'fail' | 'warn' | 'blocked' | 'untestable' | 'not-applicable' | 'error';

/** Counts over checks and scenarios together: one for each result. */
export interface Summary {
  pass: number;
  fail: number;
  warn: number;
  blocked: number;
  untestable: number;
  notApplicable: number;
  error: number;
}

export type Blame = 'gateway' | 'authorization-server' | 'broker' | 'configuration' | 'harness';

export type Level = 'MUST' | 'SHOULD' | 'MAY';

export interface CheckResult {
  /** `exercise/obligation-in-the-present-tense`. */
  id: string;
  title: string;
  exercise: string;
  level: Level;
  era: string;
  /** Index into `targets`. */
  target: number;
  verdict: Verdict;
  clauses: string[];
  blame?: Blame;
  expected?: string;
  seen?: string;
  /** Why it is untestable, blocked, not applicable or in error; a caveat on the clause's basis for a finding. */
  reason?: string;
  /** For `untestable`: the name of what would make it testable, e.g. `user`. */
  missing?: string;
  /** For `blocked`: the id of the control that failed, so that reports show one cause and not two. */
  blockedBy?: string;
  /** For `blocked` without a control: the part of the way in that did not work, such as `sign-in`. */
  blockedAt?: string;
  remedy: string;
  durationMs: number;
  /** Numbers of the exchanges that are its evidence. */
  exchanges: number[];
  /** The exchange that the finding is about. */
  finding?: number;
  /** Somebody answers for this failure: it does not count. */
  excused?: Excuse;
}

export interface ScenarioResult {
  id: string;
  title: string;
  exercise: string;
  era: string;
  target: number;
  verdict: Verdict;
  /** Rows of the products' guides that it acts out, e.g. `AR-E1`. */
  guide: string[];
  reason?: string;
  missing?: string;
  /** For `blocked`: the id of the check that judges what did not work, or the part of the way in. */
  blockedBy?: string;
  blockedAt?: string;
  blame?: Blame;
  remedy?: string;
  durationMs: number;
  excused?: Excuse;
  steps: StepResult[];
}

export interface StepResult {
  /** The step as a sentence: who does what. */
  says: string;
  /** `not-run` for the steps behind one that stopped the journey. */
  verdict: Verdict | 'not-run';
  expected?: string;
  seen?: string;
  /** What happened, in order, one sentence each: what the human did, the client sent, the servers answered, the broker saw. */
  story: { who: Party; what: string; exchange?: number }[];
  exchanges: number[];
}

export type Party = 'human' | 'client' | 'gateway' | 'brokerage' | 'harness';

/** One HTTP request and its answer, redacted. */
export interface Exchange {
  n: number;
  /** Who sent it, and to whom. */
  from: Party;
  to: Party;
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  /** Missing when no answer came; then `failure` says why. */
  response?: { status: number; headers: Record<string, string>; body?: string };
  failure?: string;
  ms: number;
}

export interface ClauseCoverage {
  id: string;
  level: string;
  summary: string;
  /** Ids of the checks that cover it: empty means no check yet. */
  checks: string[];
  whyNot?: WhyNot;
}

/** Why no check shows a clause. */
export interface WhyNot {
  /** It speaks of what no gateway of ours has, nobody outside can see it, or it is not worth its requests. */
  why: 'needs-feature' | 'unseen' | 'not-worth';
  /** Which feature, what hides it, or what it would cost. */
  says: string;
}
