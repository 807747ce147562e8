import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import type { Run } from '../../conformance/run/model.ts';
import { type Figure, median } from './figure.ts';
import { lastWords, spawnNode } from './spawned.ts';

const runs = 3;

/** One profile in both eras, graded by `openbell demo` in a process of its own, servers and reports included. */
export async function measureGrading(profile: string): Promise<Figure[]> {
  const graded: Awaited<ReturnType<typeof gradeOnce>>[] = [];
  for (let run = 0; run < runs; run++) graded.push(await gradeOnce(profile));
  const middle = (of: (one: (typeof graded)[number]) => number) => median(graded.map(of));
  const { run: last } = graded[0]!;
  const size = `${last.checks.length} checks, ${last.scenarios.length} scenarios`;
  const row = (what: string, value: number, unit: string): Figure => ({
    what: `${profile}, ${what}`,
    value,
    unit,
    runs,
  });
  return [
    {
      ...row(
        `both eras: the whole command (${size})`,
        middle(({ ms }) => ms / 1000),
        's',
      ),
      bound: { most: 3 },
    },
    row(
      'both eras: grading alone',
      middle(({ run }) => run.durationMs / 1000),
      's',
    ),
    {
      ...row(
        'both eras: peak memory',
        middle(({ peakMegabytes }) => peakMegabytes),
        'MB',
      ),
      bound: { most: 250 },
    },
    row(
      'a check',
      middle(({ run }) => median(spent(run.checks))),
      'ms',
    ),
    row(
      'a scenario',
      middle(({ run }) => median(spent(run.scenarios))),
      'ms',
    ),
  ];
}

/** Of those that ran: what does not apply to a target takes no time. */
const spent = (results: Run['checks'] | Run['scenarios']): number[] =>
  results.filter(({ verdict }) => verdict !== 'not-applicable').map(({ durationMs }) => durationMs);

async function gradeOnce(profile: string) {
  const out = mkdtempSync(join(tmpdir(), 'openbell-bench-'));
  try {
    const args = [join(packageRoot, 'dist', 'cli.js'), 'demo', '--profile', profile, '--out', out];
    const { ms, peakMegabytes = Number.NaN, exitCode, stderr } = await spawnNode(args, { withPeak: true });
    // A failing check costs time as a passing one does: it is said, and the figure stands.
    if (exitCode === 1) process.stderr.write(`  not everything passed on ${profile}; its figures stand\n`);
    else if (exitCode !== 0) throw new Error(`openbell demo ended with ${exitCode}: ${lastWords(stderr)}`);
    const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as Run;
    return { ms, peakMegabytes, run };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
