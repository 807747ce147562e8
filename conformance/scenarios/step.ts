import type { z } from 'zod';
import type { Stage } from './stage.ts';

/** What a step found out, by name: compared with what the journey expects. */
export type Facts = Record<string, string | number | boolean | readonly string[] | undefined>;

/** One verb that a journey can use: its arguments, how it is told, what it finds out. */
export interface StepVerb<Args extends z.ZodType = z.ZodType, Seen extends z.ZodType = z.ZodType> {
  name: string;
  /** For the reference page: what it does, in a sentence. */
  describe: string;
  args: Args;
  /** What a journey may expect of it. */
  expect: Seen;
  /** What is expected when the journey does not say. */
  usually: z.infer<Seen>;
  /** What the client has to have from an earlier step. */
  demands?: 'a connection' | 'a code';
  /** What the client has after it. */
  gives?: 'a connection' | 'a code';
  /** The test hook without which it cannot be done. */
  hook?: string;
  /** How much time it lets pass, in seconds: without a clock that can be moved, it is waited out. */
  seconds?(args: z.infer<Args>): number;
  /** How many calls it makes of a tool that may place an order. */
  orders?(args: z.infer<Args>): number;
  /** A second witness: where its hook is missing, the journey stands on what else it saw. */
  isSecondWitness?: true;
  /** The step as a sentence. */
  says(args: z.infer<Args>): string;
  /** `expected` is what it is held to: some steps look only at what is asked about. */
  run(stage: Stage, args: z.infer<Args>, expected: z.infer<Seen>): Promise<Facts>;
}

/** Declares a verb with its types kept. */
export const verb = <Args extends z.ZodType, Seen extends z.ZodType>(
  declaration: StepVerb<Args, Seen>,
): StepVerb<Args, Seen> => declaration;

const saysRefused = (expected: Record<string, unknown>): boolean =>
  Number(expected.status) >= 400 ||
  expected.error !== undefined ||
  expected.challenge_says !== undefined ||
  expected.tool_error === true ||
  expected.redirected === false ||
  expected.page === 'error' ||
  ['gateway', 'brokerage'].includes(String(expected.stopped_at));

const saysThatAllIsWell = (value: unknown): boolean => value === true || (typeof value === 'number' && value < 400);

/** What a step is held to: what is usual for its verb, and what its journey says. Who expects a refusal expects no success. */
export function expectedOf(usual: object, stated: Record<string, unknown>): Record<string, unknown> {
  const defaults = Object.entries(usual).filter(([, value]) => !(saysRefused(stated) && saysThatAllIsWell(value)));
  return { ...Object.fromEntries(defaults), ...stated };
}

/**
 * Compares what was expected with what was seen. `…_says` must be contained, `has` and `lacks` speak of the fact
 * `names`, `at_least_…` and `at_most_…` bound a number; everything else must be equal. Returns the first difference.
 */
export function difference(
  expected: Record<string, unknown>,
  seen: Facts,
): { expected: string; seen: string } | undefined {
  for (const [name, wanted] of Object.entries(expected)) {
    if (wanted === undefined) continue;
    const bound = /^at_(least|most)_(.*)$/.exec(name);
    const found = name === 'has' || name === 'lacks' ? seen.names : seen[bound?.[2] ?? name];
    if (!holds(name, wanted, found)) {
      return {
        expected: `${name.replaceAll('_', ' ')}: ${show(wanted)}`,
        seen: `${(bound?.[2] ?? name).replaceAll('_', ' ')}: ${show(found)}`,
      };
    }
  }
  return undefined;
}

function holds(name: string, wanted: unknown, found: Facts[string]): boolean {
  const list = [found ?? []].flat() as unknown[];
  if (name.startsWith('at_least_')) return Number(found) >= Number(wanted);
  if (name.startsWith('at_most_')) return Number(found) <= Number(wanted);
  if (name === 'has') return [wanted].flat().every((item) => list.includes(item));
  if (name === 'lacks') return found !== undefined && [wanted].flat().every((item) => !list.includes(item));
  if (name.endsWith('says'))
    return [wanted].flat().every((part) =>
      String(found ?? '')
        .toLowerCase()
        .includes(String(part).toLowerCase()),
    );
  return JSON.stringify(found) === JSON.stringify(wanted);
}

const show = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

/** Facts in one line, for the report. */
export const tellFacts = (facts: Facts): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${show(value)}`)
    .join(' · ');
