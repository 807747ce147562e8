import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { isMap, isPair, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { isBuilt, packageRoot, readBuilt } from '../package-root.ts';
import { type Scenario, type Step, scenarioSchema } from './scenario.ts';
import { steps } from './steps/index.ts';

/** A scenario file that cannot be used: one sentence with file, line, word and the nearest right word. */
export class ScenarioError extends Error {
  override name = 'ScenarioError';
}

type Position = (path: PropertyKey[]) => number | undefined;

/** What a Zod issue says, in one sentence. */
function sentence(issue: z.core.$ZodIssue, known: readonly string[]): string {
  const where = issue.path.length > 0 ? `“${issue.path.map(String).join('.')}”` : 'the file';
  if (issue.code === 'unrecognized_keys') {
    const word = issue.keys[0]!;
    return `“${word}” is not known here${known.length > 0 ? `; did you mean “${closest(word, [...known])}”?` : ''}`;
  }
  if (issue.code === 'invalid_value') return `${where} must be one of ${issue.values.map(String).join(', ')}`;
  return `${where}: ${issue.message.replace(/^Invalid input: /, '')}`;
}

const keysOf = (schema: unknown): string[] =>
  Object.keys((schema as { shape?: object; unwrap?: () => { shape?: object } }).shape ?? {});

function stepIssue(step: unknown, index: number): { path: PropertyKey[]; text: string } | undefined {
  const path = ['steps', index];
  if (!step || typeof step !== 'object') return { path, text: 'a step is a verb with its arguments' };
  const names = Object.keys(step).filter((name) => name !== 'expect');
  const name = names[0];
  if (!name || names.length > 1) return { path, text: `a step has exactly one verb, not ${names.length}` };
  const verb = steps[name];
  if (!verb)
    return {
      path: [...path, name],
      text: `“${name}” is not a verb; did you mean “${closest(name, Object.keys(steps))}”?`,
    };
  const given = step as Record<string, unknown>;
  for (const [key, schema] of [[name, verb.args] as const, ['expect', verb.expect.optional()] as const]) {
    const issue = schema.safeParse(given[key]).error?.issues[0];
    if (!issue) continue;
    const known = keysOf(key === 'expect' ? verb.expect : verb.args);
    const word = issue.code === 'unrecognized_keys' ? [issue.keys[0]!] : [];
    return {
      path: [...path, key, ...issue.path, ...word],
      text: sentence(issue, issue.path.length === 0 ? known : []),
    };
  }
  return undefined;
}

function firstIssue(data: unknown): { path: PropertyKey[]; text: string } | undefined {
  const written = (data ?? {}) as { steps?: unknown[] };
  const frame = scenarioSchema.safeParse({ ...written, steps: [{ advance: '1 second' }] }).error?.issues[0];
  if (frame) {
    const word = frame.code === 'unrecognized_keys' ? [frame.keys[0]!] : [];
    return { path: [...frame.path, ...word], text: sentence(frame, keysOf(scenarioSchema)) };
  }
  if (!Array.isArray(written.steps) || written.steps.length === 0)
    return { path: ['steps'], text: '“steps” must be a list with at least one step' };
  for (const [index, step] of written.steps.entries()) {
    const issue = stepIssue(step, index);
    if (issue) return issue;
  }
  return undefined;
}

function toScenario(id: string, file: string, data: unknown, at: Position = () => undefined): Scenario {
  const issue = firstIssue(data);
  if (issue) {
    const line = at(issue.path);
    throw new ScenarioError(`${file}${line ? `:${line}` : ''}: ${issue.text}`);
  }
  const { steps: written, ...rest } = data as Omit<Scenario, 'steps'> & { steps: Record<string, unknown>[] };
  const parsed = written.map((one): Step => {
    const { expect, ...verbs } = one;
    const [verb, args] = Object.entries(verbs)[0]!;
    return { verb, args: steps[verb]!.args.parse(args), expect: (expect ?? {}) as Record<string, unknown> };
  });
  return { ...rest, guide: rest.guide ?? [], id, file, steps: parsed };
}

/** Reads one YAML file. */
export function readScenario(path: string, root = packageRoot): Scenario {
  const lines = new LineCounter();
  const shown = relative(process.cwd(), path) || path;
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  const broken = document.errors[0];
  if (broken)
    throw new ScenarioError(
      `${shown}:${lines.linePos(broken.pos[0]).line}: not YAML: ${broken.message.split('\n')[0]}`,
    );
  const inside = relative(join(root, 'scenarios'), path);
  const id = (inside.startsWith('..') ? basename(path) : inside)
    .split(sep)
    .join('/')
    .replace(/\.ya?ml$/, '');
  return toScenario(id, shown, document.toJS(), (path_) => {
    for (let depth = path_.length; depth > 0; depth--) {
      const line = lineOf(document, path_.slice(0, depth), lines);
      if (line) return line;
    }
    return 1;
  });
}

/** The line of a key or item in a document. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: PropertyKey[],
  lines: LineCounter,
): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  let offset: number | undefined;
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(last));
    visit(pair?.key as never, () => visit.BREAK);
    offset = (pair?.key as { range?: [number] } | undefined)?.range?.[0];
  } else {
    offset = (document.getIn(path, true) as { range?: [number] } | undefined)?.range?.[0];
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
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
    if (!stat) throw new ScenarioError(`${given}: no such file or folder`);
    return (stat.isDirectory() ? yamlFiles(path) : [path]).map((file) => readScenario(file));
  });
}
