import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { PROFILE_IDS } from '../../conformance/profiles/index.ts';
import { type Figure, median } from './figure.ts';
import { lastWords, spawnNode, type Used } from './spawned.ts';

const runs = 3;

/** What one run of `openbell demo` took and left. */
export interface Graded extends Used {
  wall: number;
  results: number;
  /** Megabytes of each file. */
  run: number;
  html: number;
}

interface Bounds {
  seconds?: number;
  wall?: number;
  requests?: number;
  megabytes?: number;
  run?: number;
  html?: number;
  /** Milliseconds of processor time for one result. */
  result?: number;
}

/** What a profile shall take in both eras, for the checks and journeys that there were when that was said. */
const FIRST: Bounds = { seconds: 9, wall: 5, requests: 4000, megabytes: 220, run: 2.5, html: 0.9 };
/** As many results for a second of processor time shall there be, however many checks come. */
const EACH: Bounds = { result: 1000 / 70 };

/** The ids of the checks and journeys that there were when bounds were set; some go by another name by now. */
const firstChecks = (): string[] => JSON.parse(readFileSync(join(packageRoot, 'dev/bench/first-checks.json'), 'utf8'));

/** One profile in both eras, by `openbell demo` in a process of its own, servers and reports included. */
export const measureGrading = (profile: string): Promise<Figure[]> =>
  measureDemo(profile, ['--profile', profile], EACH);

/** One of the first two profiles, with the first checks. */
export function measureFirst(profile: string): Promise<Figure[]> {
  const only = firstChecks().flatMap((id) => ['--only', id]);
  return measureDemo(`${profile} with the first checks`, ['--profile', profile, ...only], FIRST);
}

/** Every profile in both eras. */
export const measureAll = (): Promise<Figure[]> =>
  measureDemo(`${PROFILE_IDS.length} profiles`, [], { wall: 20, ...EACH });

async function measureDemo(name: string, args: string[], bounds: Bounds): Promise<Figure[]> {
  const graded: Graded[] = [];
  for (let n = 0; n < runs; n++) graded.push(await gradeOnce(args));
  const row = (what: string, unit: string, of: (one: Graded) => number, most?: number): Figure => ({
    what: `${name}, both eras: ${what}`,
    value: median(graded.map(of)),
    unit,
    runs,
    ...(most === undefined ? {} : { bound: { most } }),
  });
  return [
    row(`processor time (${graded[0]!.results} results)`, 's', ({ seconds }) => seconds, bounds.seconds),
    row('wall time', 's', ({ wall }) => wall, bounds.wall),
    row('requests served', 'requests', ({ requests }) => requests, bounds.requests),
    row('peak memory', 'MB', ({ megabytes }) => megabytes, bounds.megabytes),
    row('a result', 'ms of processor time', ({ seconds, results }) => (seconds * 1000) / results, bounds.result),
    row('`run.json`', 'MB', ({ run }) => run, bounds.run),
    row('`index.html`', 'MB', ({ html }) => html, bounds.html),
  ];
}

/** Grades the reference once. */
export async function gradeOnce(args: string[]): Promise<Graded> {
  const out = mkdtempSync(join(tmpdir(), 'openbell-bench-'));
  try {
    const cli = join(packageRoot, 'dist', 'cli.js');
    const { ms, used, exitCode, stderr } = await spawnNode([cli, 'demo', ...args, '--out', out], { withUsed: true });
    // A failing check costs time as a passing one does: it is said, and the figure stands.
    if (exitCode === 1) process.stderr.write('  not everything passed; the figures stand\n');
    else if (exitCode !== 0) throw new Error(`openbell demo ended with ${exitCode}: ${lastWords(stderr)}`);
    const { checks, scenarios } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
    const megabytes = (file: string) => statSync(join(out, file)).size / 1e6;
    const results = checks.length + scenarios.length;
    return { ...used!, wall: ms / 1000, results, run: megabytes('run.json'), html: megabytes('index.html') };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
