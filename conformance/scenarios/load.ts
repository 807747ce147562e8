import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { isBuilt, packageRoot, readBuilt } from '../files/package-root.ts';
import { type Problem, problemOf, readYamlFile } from '../files/yaml-file.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { lostName } from './names.ts';
import { lostPlace } from './places.ts';
import { type Scenario, type Step, scenarioSchema } from './scenario.ts';
import { steps } from './steps/index.ts';

type Position = (path: PropertyKey[], wantKey: boolean) => string;

/** What a journey may refer to: a name that is none of these is a mistake. */
export interface Known {
  mutants: Iterable<string>;
  guide: Iterable<string>;
}

/** A step is a map of one verb, and what is expected: the schema of all verbs at once would tell nobody which one was meant. */
function stepProblem(step: unknown, index: number): Problem | undefined {
  const is = (text: string, ...path: (string | number)[]): Problem => ({
    path: ['steps', index, ...path],
    text: `step ${index + 1}: ${text}`,
    isKey: path.length > 0,
  });
  if (!step || typeof step !== 'object' || Array.isArray(step)) return is('a step is a verb with its arguments');
  const names = Object.keys(step).filter((name) => name !== 'expect');
  const unknown = names.find((name) => !Object.hasOwn(steps, name));
  if (unknown !== undefined) {
    const words = names.length > 1 ? ['expect'] : [...Object.keys(steps), 'expect'];
    const hint = didYouMean(unknown, words) || `; known are ${Object.keys(steps).join(', ')}`;
    return is(`“${unknown}” is not a verb${hint}`, unknown);
  }
  const name = names[0];
  if (!name || names.length > 1) return is(`a step has one verb, and this one has ${names.join(' and ') || 'none'}`);
  const verb = steps[name]!;
  const given = step as Record<string, unknown>;
  for (const [key, schema] of [[name, verb.args] as const, ['expect', verb.expect.optional()] as const]) {
    const problem = problemOf(z.looseObject({ [key]: schema }), { [key]: given[key] });
    if (problem) return { ...is(problem.text, ...problem.path), isKey: problem.isKey };
  }
  const lost = lostPlace(given.expect, ['expect']);
  return lost && { ...is(lost.text, ...lost.path), isKey: false };
}

function nameProblem(written: Partial<Scenario>, known: Known | undefined): Problem | undefined {
  for (const what of ['guide', 'mutants'] as const) {
    const names = [...(known?.[what] ?? [])];
    const index = known ? (written[what] ?? []).findIndex((name) => !names.includes(name)) : -1;
    if (index < 0) continue;
    const name = written[what]![index]!;
    const noun = what === 'guide' ? 'row of a guide' : 'mutant';
    const hint = didYouMean(name, names) || (what === 'mutants' ? '; “openbell list mutants” shows all' : '');
    return { path: [what, index], text: `there is no ${noun} “${name}”${hint}`, isKey: false };
  }
  return undefined;
}

function firstProblem(data: unknown, known: Known | undefined): Problem | undefined {
  const isMap = data !== null && typeof data === 'object' && !Array.isArray(data);
  const fallen = isMap ? Object.keys(data).find((key) => key === 'expect' || Object.hasOwn(steps, key)) : undefined;
  if (fallen !== undefined)
    return { path: [fallen], text: `“${fallen}” belongs to a step: indent it as far as that`, isKey: true };
  const frame = problemOf(scenarioSchema, isMap ? { ...data, steps: [{ advance: '1 second' }] } : data);
  if (frame) return frame;
  const written = data as Partial<Scenario>;
  const misnamed = nameProblem(written, known);
  if (misnamed) return misnamed;
  if (!Array.isArray(written.steps) || written.steps.length === 0)
    return { path: ['steps'], text: '“steps” must be a list with at least one step', isKey: false };
  for (const [index, step] of written.steps.entries()) {
    const problem = stepProblem(step, index);
    if (problem) return problem;
  }
  return lostName(written as { steps: unknown[] });
}

function toScenario(id: string, file: string, data: unknown, at: Position = () => file, known?: Known): Scenario {
  const problem = firstProblem(data, known);
  if (problem) throw new UsageError(`${at(problem.path, problem.isKey)}: ${problem.text}`);
  return parsed(id, file, data);
}

/** Reads what was looked at before: the journeys of the package were when it was built. */
function parsed(id: string, file: string, data: unknown): Scenario {
  const { steps: written, ...rest } = data as Omit<Scenario, 'steps'> & { steps: Record<string, unknown>[] };
  const parsedSteps = written.map((one): Step => {
    const { expect, ...verbs } = one;
    const [verb, args] = Object.entries(verbs)[0]!;
    return { verb, args: steps[verb]!.args.parse(args), expect: (expect ?? {}) as Record<string, unknown> };
  });
  return { ...rest, guide: rest.guide ?? [], mutants: rest.mutants ?? [], id, file, steps: parsedSteps };
}

/** Reads one YAML file. `UsageError` with file, line, word and the nearest right word where it cannot be used. */
export function readScenario(path: string, known?: Known): Scenario {
  const shown = relative(process.cwd(), path) || path;
  const { data, at, empty } = readYamlFile(path, shown);
  if (empty) throw new UsageError(`${at([])}: the file is empty: a journey has a title, how it ends (kind) and steps`);
  const inside = relative(join(packageRoot, 'scenarios'), path);
  const id = (inside.startsWith('..') ? basename(path) : inside)
    .split(sep)
    .join('/')
    .replace(/\.ya?ml$/, '');
  return toScenario(id, shown, data, at, known);
}

const yamlFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** A file or folder that is here, or else one of the package: an exercise or a scenario by its id, or `scenarios/` and that. */
function placeOf(given: string): string {
  const own = join(packageRoot, 'scenarios');
  const id = given.replace(/^scenarios(\/|$)|\.ya?ml$/g, '');
  const found = [resolve(given), join(own, id), join(own, `${id}.yaml`)].find((path) => existsSync(path));
  if (found !== undefined) return found;
  const ids = yamlFiles(own).map((path) =>
    relative(own, path)
      .split(sep)
      .join('/')
      .replace(/\.yaml$/, ''),
  );
  const exercises = ids.map((one) => one.split('/')[0]!);
  throw new UsageError(`${given}: no such file or folder${didYouMean(id, [...new Set([...exercises, ...ids])])}`);
}

/** Those of the package, which do not change while a process lives. */
let ofThePackage: readonly Scenario[] | undefined;

function loadOwn(): Scenario[] {
  if (!isBuilt) return yamlFiles(join(packageRoot, 'scenarios')).map((file) => readScenario(file));
  const built = readBuilt('scenarios.json') as Record<string, unknown>;
  return Object.entries(built).map(([file, data]) => parsed(file.replace(/^scenarios\/|\.ya?ml$/g, ''), file, data));
}

/** The scenarios of these files and folders, each once, held against what is `known`; without any, those of the package. */
export function loadScenarios(paths?: readonly string[], known?: Known): Scenario[] {
  if (!paths?.length) {
    ofThePackage ??= loadOwn();
    return [...ofThePackage];
  }
  const files = paths.flatMap((given) => {
    const path = placeOf(given);
    const found = statSync(path).isDirectory() ? yamlFiles(path) : [path];
    if (found.length === 0) throw new UsageError(`no scenarios in ${given}: it has no file that ends with .yaml`);
    return found;
  });
  return [...new Set(files)].map((file) => readScenario(file, known));
}
