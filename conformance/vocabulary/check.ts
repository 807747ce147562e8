import type { Blame } from '../run/model.ts';
import type { Era } from './era.ts';
import type { Feature } from './features.ts';
import type { Mutant } from './mutant.ts';
import type { Observation } from './observation.ts';
import type { World } from './world.ts';

/** To which targets an obligation applies at all. Everything given must hold. */
export interface Applies {
  needs?: readonly Feature[];
  /** What it needs besides in one revision, whose text does not ask for it. */
  needsIn?: Partial<Record<Era, readonly Feature[]>>;
  eras?: readonly Era[];
}

/**
 * What is looked at, and so must not be smoothed over: `limits`, a 429 is the answer and no obstacle; `discovery`, the
 * check asks for the metadata itself instead of sharing what others found; `consent`, nobody in it was asked before.
 */
export type Judges = 'limits' | 'discovery' | 'consent';

/** What servers count, and give out again only after a while. */
export type Spends = 'registrations' | 'sign-ins' | 'tokens' | 'many tokens';

/** What must leave a check green, as its mutants must turn it red. */
interface Tolerance {
  /** Legal ways of doing it otherwise: names from `conformance/variations/`. */
  variations?: readonly string[];
  /** Why none is named. */
  noVariation?: string;
}

/** How a check is graded. Said once for an area or a table, and over it by the check itself. */
export interface Conduct extends Tolerance {
  applies?: Applies;
  /** `url` for what knows no MCP revision: graded once for a URL, in the first era of it. `era` unless told. */
  per?: 'url' | 'era';
  judges?: Judges;
  /** That there is an answer at all is what it judges: a place that nobody asks any more, since it kept dying, is a finding of it. */
  wantsAnAnswer?: true;
  /** It lets time pass: where no clock can be moved it begins early, waits beside the others and is judged last. */
  takesTime?: true;
  /** What it uses up of all that a server may count: where nobody gives that back, it comes after what spends nothing. */
  spends?: Spends;
  /** How many calls it makes, at most, of a tool that may place an order: a plan tells it beforehand. */
  orders?: number;
  /** How many of it, where that is several: among those that spend alike it comes last. */
  times?: number;
  /** It can be seen without anybody who signs in: a control that nobody could look at is not in its way. */
  needsNobody?: true;
  /** Positive controls: checks that must be satisfied for this one to mean anything. */
  dependsOn?: readonly string[];
  /** Whose fault a violation is; the gateway's unless told. */
  blame?: Blame;
  /**
   * `exclusive` for a check that moves the clock, fills a limit, registers clients or changes what the target offers: run
   * alone, from the seeded state.
   */
  lane?: 'exclusive';
  /** What every exchange of the run can show of it, whichever check or journey causes that. */
  observes?: Observation;
  /** It makes no exchange of its own: checks that make such as it observes. They are run wherever it is. */
  ridesOn?: readonly [string, ...string[]];
}

/** One obligation, in words and with its proof. */
export interface Obligation extends Tolerance {
  /** `exercise/obligation-in-the-present-tense`. It never changes, wherever the check moves. */
  id: string;
  /** The obligation as a sentence. */
  title: string;
  /**
   * Ids from `conformance/clauses/` or rows of the guides (`CT-8`). The first carries level and basis. `mcp/…` is the
   * clause in every revision of MCP that has it.
   */
  clauses: readonly [string, ...string[]];
  /** Why the first clause only implies what is demanded here: a violation then warns. */
  weakBecause?: string;
  /** What to do about a violation, in plain words. */
  remedy: string;
  /** Each must make this check fail. A name refers to a mutant that another check declares. */
  mutants: readonly [Mutant | string, ...(Mutant | string)[]];
}

export interface Check extends Obligation, Conduct {
  /** Returns when the obligation is met; throws `Violation`, `Untestable` or `Blocked`. */
  run(world: World): Promise<void>;
}

/** An obligation that is only observed: it does nothing by itself. */
export type Observer = Obligation &
  Pick<Conduct, 'applies' | 'per' | 'blame'> &
  Required<Pick<Conduct, 'observes' | 'ridesOn'>>;

/** Declares a check that looks on. */
export const observer = (own: Observer): Check => ({ ...own, run: async () => {} });

/** A row of a table: an obligation, the values that set it apart, and where need be a conduct of its own. */
export type Row<Values> = Obligation & Conduct & Values;

/** What every row of a table has in common: how it is graded, and the one thing that is done with its values. */
export interface Table<Values> extends Conduct {
  run(world: World, row: Row<Values>): Promise<void>;
  /** How many of what it spends a row takes, where it says so by its values. */
  timesOf?(values: Values): number;
}

/** An area of the catalogue: what its checks have in common is said here once. */
export interface Area {
  /** Declares a check of this area. */
  check(own: Check): Check;
  /** Declares the checks of one table, a row each: one alteration and one judgement, as values. */
  rows<Values>(table: Table<Values>, list: readonly Row<Values>[]): Check[];
}

const both = (one: Applies = {}, other: Applies = {}): Applies => ({
  ...one,
  ...other,
  needs: [...new Set([...(one.needs ?? []), ...(other.needs ?? [])])],
});

/** The right conduct over the left one; what each needs is needed. */
function over(shared: Conduct, own: Conduct & { id: string }): Conduct {
  const dependsOn = (own.dependsOn ?? shared.dependsOn ?? []).filter((id) => id !== own.id);
  const { variations: _, ...others } = shared;
  return { ...(own.noVariation ? others : shared), ...own, applies: both(shared.applies, own.applies), dependsOn };
}

/** Opens an area: its checks have this conduct unless they say otherwise. A check without a mutant does not compile. */
export const area = (shared: Conduct): Area => ({
  check: (own) => ({ ...own, ...over(shared, own) }),
  rows: ({ run, timesOf, ...table }, list) =>
    list.map((row) => ({
      ...row,
      ...(timesOf ? { times: timesOf(row) } : {}),
      ...over({ ...shared, ...table, applies: both(shared.applies, table.applies) }, row),
      run: (world) => run(world, row),
    })),
});
