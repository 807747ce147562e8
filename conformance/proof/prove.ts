import type { ProfileId } from '../../reference-server/types.ts';
import type { Check, Mutant } from '../check.ts';
import { startStack } from '../commands/start-stack.ts';
import { type Era, GRADED_ERAS } from '../era.ts';
import type { Run, Verdict } from '../run-model.ts';
import { run } from '../runner/run.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** What is put to the proof: one check with its controls, or one scenario. */
export interface Subject {
  id: string;
  checks: readonly Check[];
  scenarios: readonly Scenario[];
}

export interface Trial {
  run: Run;
  /** Of the subject itself. */
  verdict: Verdict;
  because: string;
  /** Verdicts of its positive controls. */
  controls: { id: string; verdict: Verdict }[];
  /** What became of the mutant; undefined without one. */
  mutant?: { reached: number; differed: number };
}

/** Grades the subject against a fresh reference stack, sound or with one mutant. */
export async function tryOut(subject: Subject, profile: ProfileId, era: Era, mutant?: Mutant): Promise<Trial> {
  const stack = await startStack({ profile, hooks: true, seed: 'proof', ...(mutant ? { mutants: [mutant] } : {}) });
  try {
    const result = await run({
      version: 'proof',
      targets: [{ url: stack.mcpUrl, profile, era, hooks: stack.hooks }],
      checks: subject.checks,
      scenarios: subject.scenarios,
      only: [subject.id],
      seed: 'proof',
      startedAt: '2026-11-17T15:00:00.000Z',
    });
    const graded = [...result.checks, ...result.scenarios];
    const own = graded.find((one) => one.id === subject.id)!;
    const failed = 'steps' in own ? own.steps.find((step) => step.verdict !== 'pass') : own;
    const because = `${own.reason ?? ''} expected ${failed?.expected}, seen ${failed?.seen}`;
    const controls = result.checks.filter((one) => one !== own).map(({ id, verdict }) => ({ id, verdict }));
    const report = mutant ? { mutant: stack.mutantReport()[0]! } : {};
    return { run: result, verdict: own.verdict, because, controls, ...report };
  } finally {
    await stack.close();
  }
}

/** The eras in which a subject is graded, of those that a run grades. */
export const erasOf = (eras: readonly Era[] | undefined): Era[] =>
  GRADED_ERAS.filter((era) => !eras || eras.includes(era));

export const violated = (verdict: Verdict): boolean => verdict === 'fail' || verdict === 'warn';
