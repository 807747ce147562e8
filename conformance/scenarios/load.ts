import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../failures.ts';
import { didYouMean } from '../nearest.ts';
import { isBuilt, packageRoot, readBuilt } from '../package-root.ts';
import { type Problem, problemOf, readYamlFile } from '../yaml-file.ts';
import { type Scenario, type Step, scenarioSchema } from './scenario.ts';
import { steps } from './steps/index.ts';

type Position = (path: PropertyKey[], wantKey: boolean) => string;

/** A step is a map of one verb, and what is expected: the schema of all verbs at once would tell nobody which one was meant. */
function stepProblem(step: unknown, index: number): Problem | undefined {
  const path = ['steps', index];
  const is = (text: string, ...more: string[]): Problem => ({ path: [...path, ...more], text, isKey: more.length > 0 });
  if (!step || typeof step !== 'object' || Array.isArray(step)) return is('a step is a verb with its arguments');
  const names = Object.keys(step).filter((name) => name !== 'expect');
  const name = names[0];
  if (!name || names.length > 1) return is(`a step has exactly one verb, not ${names.length}`);
  const verb = steps[name];
  if (!verb) {
    const hint = didYouMean(name, Object.keys(steps)) || `; known are ${Object.keys(steps).join(', ')}`;
    return is(`“${name}” is not a verb${hint}`, name);
  }
  const given = step as Record<string, unknown>;
  for (const [key, schema] of [[name, verb.args] as const, ['expect', verb.expect.optional()] as const]) {
    const problem = problemOf(z.looseObject({ [key]: schema }), { [key]: given[key] });
    if (problem) return { ...problem, path: [...path, ...problem.path] };
  }
  return undefined;
}

function firstProblem(data: unknown): Problem | undefined {
  const written = data as { steps?: unknown[] };
  const frame = problemOf(scenarioSchema, { ...written, steps: [{ advance: '1 second' }] });
  if (frame) return frame;
  if (!Array.isArray(written.steps) || written.steps.length === 0)
    return { path: ['steps'], text: '“steps” must be a list with at least one step', isKey: false };
  for (const [index, step] of written.steps.entries()) {
    const problem = stepProblem(step, index);
    if (problem) return problem;
  }
  return undefined;
}

function toScenario(id: string, file: string, data: unknown, at: Position = () => file): Scenario {
  const problem = firstProblem(data);
  if (problem) throw new UsageError(`${at(problem.path, problem.isKey)}: ${problem.text}`);
  const { steps: written, ...rest } = data as Omit<Scenario, 'steps'> & { steps: Record<string, unknown>[] };
  const parsed = written.map((one): Step => {
    const { expect, ...verbs } = one;
    const [verb, args] = Object.entries(verbs)[0]!;
    return { verb, args: steps[verb]!.args.parse(args), expect: (expect ?? {}) as Record<string, unknown> };
  });
  return { ...rest, guide: rest.guide ?? [], id, file, steps: parsed };
}

/** Reads one YAML file. `UsageError` with file, line, word and the nearest right word where it cannot be used. */
export function readScenario(path: string, root = packageRoot): Scenario {
  const shown = relative(process.cwd(), path) || path;
  const { data, at } = readYamlFile(path, shown);
  const inside = relative(join(root, 'scenarios'), path);
  const id = (inside.startsWith('..') ? basename(path) : inside)
    .split(sep)
    .join('/')
    .replace(/\.ya?ml$/, '');
  return toScenario(id, shown, data, at);
}

const yamlFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** The scenarios of these files and folders; without any, those of the package. */
export function loadScenarios(paths?: readonly string[]): Scenario[] {
  if (!paths?.length) {
    if (!isBuilt) return yamlFiles(join(packageRoot, 'scenarios')).map((file) => readScenario(file));
    const built = readBuilt('scenarios.json') as Record<string, unknown>;
    return Object.entries(built).map(([file, data]) =>
      toScenario(file.replace(/^scenarios\/|\.ya?ml$/g, ''), file, data),
    );
  }
  return paths.flatMap((given) => {
    const path = resolve(given);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new UsageError(`${given}: no such file or folder`);
    const files = stat.isDirectory() ? yamlFiles(path) : [path];
    if (files.length === 0) throw new UsageError(`no scenarios in ${given}: it has no file that ends with .yaml`);
    return files.map((file) => readScenario(file));
  });
}
