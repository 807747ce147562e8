import { checks } from '../../conformance/checks/index.ts';
import type { Exchange } from '../../conformance/run/model.ts';
import { createLookout } from '../../conformance/runner/observe.ts';
import { run } from '../../conformance/runner/run.ts';
import { startStack } from '../../conformance/stack/start-stack.ts';
import type { TargetContext } from '../../conformance/stage/target.ts';
import type { Check } from '../../conformance/vocabulary/check.ts';
import { emptySurvey } from '../../conformance/vocabulary/survey.ts';
import { createRecorder } from '../../conformance/wire/recorder.ts';
import { type Figure, median } from './figure.ts';

const runs = 5;
const era = '2026-07-28';

interface Watched {
  mcpUrl: string;
  /** By the check that made them, as they were before anything was redacted. */
  groups: Exchange[][];
  /** Microseconds of processor time that the run took, suite and servers together. */
  took: number;
}

/** Every exchange of a run of all checks. */
async function exchangesOf(): Promise<Watched> {
  const groups = new Map<readonly Exchange[], Exchange[]>();
  const collector: Check = {
    ...checks.find(({ observes, ridesOn }) => observes && ridesOn)!,
    id: 'wire/collects',
    observes: {
      kind: 'answer',
      of: ['gateway', 'broker'],
      judge({ exchanges }) {
        groups.set(exchanges, [...exchanges]);
        return undefined;
      },
    },
  };
  const stack = await startStack({ profile: 'dynamic-client', hooks: true, seed: 'bench' });
  try {
    const target = { url: stack.mcpUrl, profile: 'dynamic-client' as const, era, hooks: stack.hooks } as const;
    const startedAt = '2026-11-17T15:00:00.000Z';
    const began = process.cpuUsage();
    await run({
      version: 'bench',
      checks: [...checks, collector],
      scenarios: [],
      targets: [target],
      seed: 'bench',
      startedAt,
    });
    return { mcpUrl: stack.mcpUrl, groups: [...groups.values()], took: since(began) };
  } finally {
    await stack.close();
  }
}

function since(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

/** What it costs to judge an exchange for all that it shows, bodies that were seen before included, beside all else that one costs. */
export async function measureObservers(): Promise<Figure[]> {
  // The first run compiles what the second is measured with.
  await exchangesOf();
  const { mcpUrl, groups, took: whole } = await exchangesOf();
  const context = { mcpUrl, era, survey: emptySurvey() } as TargetContext;
  const count = groups.flat().length;
  const took: number[] = [];
  for (let n = 0; n < runs; n++) {
    const lookout = await createLookout(checks);
    const began = process.cpuUsage();
    for (const exchanges of groups) await lookout.watch({ ...createRecorder(), exchanges }, context);
    took.push(since(began) / count);
  }
  const value = median(took);
  const rest = whole / count - value;
  const what = `processor time of observers for an exchange (${count} exchanges)`;
  const peer = { what: 'all else that a warm exchange costs suite and servers', value: rest, ratio: value / rest };
  return [{ what, value, unit: 'µs', runs, bound: { mostRatio: 0.05 }, peer }];
}
