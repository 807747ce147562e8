import type { Asked, CheckResult, Run, ScenarioResult } from './model.ts';

/** What the exit code means unless somebody asked for something else. */
export const DEFAULTS = { minJudged: 2 / 3, depth: 'full', strict: false, maxUntestable: 1, required: [] } as const;

/** How much of what applies was judged, in one target and era. */
export interface Share {
  target: number;
  era: string;
  /** Passed, failed or warned. */
  judged: number;
  /** Everything but not-applicable; with the depth `public`, what lacks means does not count either. */
  applies: number;
  /** Could not be looked at; with the depth `public`, though it was wanted. */
  untestable: number;
  /** How many results there are that each of the means would unlock. */
  lacks: ReadonlyMap<string, number>;
}

type Result = CheckResult | ScenarioResult;

/** What counts: all but what is newer than the set that was asked for. */
const results = ({ scenarios, checks, newSince }: Run): Result[] =>
  [...scenarios, ...checks].filter(({ id }) => !newSince?.ids.includes(id));

/** What the exit code was asked to mean. */
export const askedOf = ({ asked = {} }: Run): Required<{ [key in keyof Asked]: NonNullable<Asked[key]> }> => ({
  minJudged: asked.minJudged ?? DEFAULTS.minJudged,
  depth: asked.depth ?? DEFAULTS.depth,
  strict: asked.strict ?? DEFAULTS.strict,
  maxUntestable: asked.maxUntestable ?? DEFAULTS.maxUntestable,
  required: asked.required ?? [...DEFAULTS.required],
  features: asked.features ?? {},
});

/** Every target in each of its eras, in the order of the run; of all results, or of some. */
export function sharesOf(run: Run, all: readonly Result[] = results(run)): Share[] {
  const asked = askedOf(run);
  return run.targets.flatMap(({ eras, depth = asked.depth }, target) =>
    eras.map((era) => {
      const own = all.filter((result) => result.target === target && result.era === era);
      return { target, era, ...shareOf(own, depth === 'public') };
    }),
  );
}

function shareOf(own: readonly Result[], isPublic: boolean): Omit<Share, 'target' | 'era'> {
  const count = (...verdicts: string[]): number => own.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const judged = count('pass', 'fail', 'warn');
  const lacks = new Map<string, number>();
  for (const { verdict, missing } of own) {
    if (verdict === 'untestable' && missing) lacks.set(missing, (lacks.get(missing) ?? 0) + 1);
  }
  const unwanted = isPublic ? sum(lacks.values()) : 0;
  const untestable = count('untestable') - unwanted;
  return { judged, applies: own.length - count('not-applicable') - unwanted, untestable, lacks };
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, n) => total + n, 0);

/** How many more have to be judged until enough are. */
const shortBy = ({ judged, applies }: Share, minJudged: number): number =>
  Math.max(0, Math.ceil(minJudged * applies - 1e-9) - judged);

/** The targets and eras in which too little of what applies was judged. */
export const tooLittleIn = (run: Run): Share[] => {
  const { minJudged } = askedOf(run);
  return sharesOf(run).filter((share) => shortBy(share, minJudged) > 0);
};

/** The targets and eras in which more could not be looked at than was allowed. */
export const tooUntestableIn = (run: Run): Share[] => {
  const { maxUntestable } = askedOf(run);
  return sharesOf(run).filter(({ untestable, applies }) => untestable > maxUntestable * applies + 1e-9);
};

/** What was required, and is not judged: too little of it somewhere, or none of it anywhere. */
export function requiredButUnjudged(run: Run): string[] {
  const { required, features, minJudged } = askedOf(run);
  return required.filter((name) => {
    const own = results(run).filter(
      ({ id, exercise }) => id === name || exercise === name || features[name]?.includes(id),
    );
    const shares = sharesOf(run, own);
    return shares.every(({ judged }) => judged === 0) || shares.some((share) => shortBy(share, minJudged) > 0);
  });
}

/** What is missing, in words and as lines of the configuration, and how many more results could be judged with it. */
export interface Missing {
  name: string;
  is: string;
  yaml: string;
  more: number;
}

const missingOf = (run: Run, name: string, more: number): Missing => ({
  name,
  is: run.means?.[name]?.is ?? name,
  yaml: run.means?.[name]?.yaml ?? '',
  more,
});

/** Everything that the run lacked, what would unlock most first. */
export function allMissing(run: Run): Missing[] {
  const counts = new Map<string, number>();
  for (const { lacks } of sharesOf(run)) for (const [name, n] of lacks) counts.set(name, (counts.get(name) ?? 0) + n);
  return [...counts].map(([name, more]) => missingOf(run, name, more)).sort((a, b) => b.more - a.more);
}

/** What to give so that enough is judged; whether all of it would do. */
export interface Proposal {
  give: Missing[];
  isEnough: boolean;
}

/** The fewest means that would do, as far as one sees: again and again the one that unlocks most of what is short. */
export function proposalOf(run: Run): Proposal {
  const { minJudged } = askedOf(run);
  const short = tooLittleIn(run).map((share) => ({ left: shortBy(share, minJudged), lacks: new Map(share.lacks) }));
  const give: Missing[] = [];
  const total = new Map(allMissing(run).map(({ name, more }) => [name, more]));
  for (;;) {
    const open = short.filter(({ left }) => left > 0);
    const gains = new Map<string, number>();
    for (const { left, lacks } of open)
      for (const [name, n] of lacks) gains.set(name, (gains.get(name) ?? 0) + Math.min(n, left));
    const [best] = [...gains].sort(([, a], [, b]) => b - a);
    if (!best) return { give, isEnough: open.length === 0 };
    const [name] = best;
    give.push(missingOf(run, name, total.get(name) ?? 0));
    for (const share of short) {
      share.left -= share.lacks.get(name) ?? 0;
      share.lacks.delete(name);
    }
  }
}

/** The lines of the configuration for all of these, each key and each item of a list once. */
export function yamlFor(missing: readonly Missing[]): string {
  const sections = new Map<string, string[]>();
  for (const { yaml } of missing) {
    for (const section of yaml.split(/\n(?=\S)/)) {
      const [key, ...rest] = section.split('\n');
      if (key) sections.set(key, joined(sections.get(key) ?? [], rest.join('\n').split(/\n(?= {2}\S)/)));
    }
  }
  return [...sections].map(([key, items]) => [key, ...items].join('\n')).join('\n');
}

/** One list with the items of both; of two that begin alike, the longer one. */
function joined(known: string[], more: string[]): string[] {
  const firstLine = (item: string) => item.split('\n')[0];
  const items = [...known];
  for (const item of more.filter(Boolean)) {
    const twin = items.findIndex((one) => firstLine(one) === firstLine(item));
    if (twin < 0) items.push(item);
    else if (item.length > items[twin]!.length) items[twin] = item;
  }
  return items;
}
