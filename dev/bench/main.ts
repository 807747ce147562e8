import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { didYouMean } from '../../conformance/help/nearest.ts';
import { PROFILE_IDS } from '../../conformance/profiles/index.ts';
import { deaths } from '../kills/kills.ts';
import { measureConfirms, measureKills } from './confirms.ts';
import { type Figure, toMarkdown } from './figure.ts';
import { measureGate } from './gate.ts';
import { measureAll, measureFirst, measureGrading } from './grading.ts';
import { measureHostile } from './hostile.ts';
import { measureObservers } from './observers.ts';
import { measurePeer } from './official-suite.ts';
import { measureProof } from './proof.ts';
import { measureReport } from './report.ts';
import { measureBroker, measureCalls } from './servers.ts';
import { measureStartUp } from './start-up.ts';
import { measureStrangers } from './strangers.ts';
import { gradeWithoutHooks } from './without-hooks.ts';

const quickSequences = 500;
const longSequences = 10_000;
const longKills = 200;

/** The profiles that there were when bounds were set. */
const FIRST_PROFILES = ['static-client', 'dynamic-client'];

/** What `--only` selects, in the order of the table. */
const benchmarks: Record<string, (long: boolean) => Promise<Figure[]>> = {
  version: () => measureStartUp(['--version'], 1.15),
  list: () => measureStartUp(['list', 'checks'], 1.6),
  ...Object.fromEntries(FIRST_PROFILES.map((profile) => [`first-${profile}`, () => measureFirst(profile)])),
  ...Object.fromEntries(PROFILE_IDS.map((profile) => [profile, () => measureGrading(profile)])),
  demo: measureAll,
  hostile: measureHostile,
  strangers: measureStrangers,
  gate: measureGate,
  peer: measurePeer,
  observers: measureObservers,
  report: measureReport,
  proof: measureProof,
  throughput: measureCalls,
  confirms: measureConfirms,
  kills: (long) => measureKills(long ? longKills : deaths.length),
  broker: (long) => measureBroker(long ? longSequences : quickSequences),
};

async function main(): Promise<number> {
  const { only = Object.keys(benchmarks), long, 'without-hooks': times } = readFlags();
  if (times !== undefined) return (await gradeWithoutHooks(Number(times))) ? 0 : 1;
  const unknown = only.find((name) => !(name in benchmarks));
  if (unknown !== undefined) {
    const known = Object.keys(benchmarks);
    throw new Error(`“${unknown}” is no benchmark${didYouMean(unknown, known) || `; known are ${known.join(', ')}`}`);
  }
  const figures: Figure[] = [];
  let failed = 0;
  for (const name of only) {
    process.stderr.write(`${name} … (${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)})\n`);
    // One that cannot be measured does not take the figures of the others with it.
    const measured = await benchmarks[name]!(long).catch((error: Error) => {
      process.stderr.write(`  not measured: ${error.message}\n`);
      failed++;
      return [];
    });
    figures.push(...measured);
  }
  process.stdout.write(toMarkdown(figures));
  return failed === 0 ? 0 : 1;
}

interface Flags {
  only?: string[] | undefined;
  long: boolean;
  /** How many gateways of each profile are graded as strangers, in place of the benchmarks. */
  'without-hooks'?: string | undefined;
}

function readFlags(): Flags {
  const options = {
    only: { type: 'string', multiple: true },
    long: { type: 'boolean', default: false },
    'without-hooks': { type: 'string' },
  } as const;
  return parseArgs({ options }).values;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
