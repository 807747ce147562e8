import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { fileTrouble, UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { troubleOf } from './yaml-trouble.ts';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  enum?: unknown[];
}

/** YAML that people write, and where in it things stand. */
export interface YamlFile {
  data: unknown;
  /** Nothing is written in it but comments. */
  empty: boolean;
  /** `file:line` of what `path` leads to, or of the deepest part of it that is there. */
  at(path: PropertyKey[], wantKey?: boolean): string;
}

/** What is wrong with data: the first thing only, in a sentence that names the nearest right word. */
export interface Problem {
  path: (string | number)[];
  text: string;
  /** True where the last of `path` is a key that should not be there. */
  isKey: boolean;
}

/** The text of a file; `name` is the file as people know it. `UsageError` where it cannot be read. */
export function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') throw new UsageError(`${name} is a folder, not a file`);
    throw new UsageError(`cannot read ${name}: ${fileTrouble(error) ?? message}`);
  }
}

/** Opens a file of YAML. `UsageError` where it cannot be read or is none. */
export const readYamlFile = (path: string, name: string): YamlFile => openYaml(readText(path, name), name);

/** Opens YAML; `name` is the file as people know it. `UsageError` where it is none. */
export function openYaml(text: string, name: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number | undefined) => `${name}:${offset === undefined ? 1 : lines.linePos(offset).line}`;
  const trouble = troubleOf({ document, text, lines });
  if (trouble) throw new UsageError(`${at(trouble.offset)}: not valid YAML: ${trouble.says}`);
  const lost = lostAlias(document);
  if (lost) throw new UsageError(`${at(lost.offset)}: “*${lost.name}” stands for nothing: there is no “&${lost.name}”`);
  return {
    data: toData(document, name),
    empty: document.contents === null,
    at: (path, wantKey = false) => at(nodeAt(document.contents, plain(path), wantKey)),
  };
}

/** The first alias whose anchor is nowhere before it. */
function lostAlias(document: Document.Parsed): { name: string; offset: number | undefined } | undefined {
  let found: { name: string; offset: number | undefined } | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      found = { name: alias.source, offset: alias.range?.[0] };
      return visit.BREAK;
    },
  });
  return found;
}

function toData(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    // Aliases of aliases can come to more than a machine can hold; the parser counts and gives up.
    throw new UsageError(`${name}: not usable: ${(error as Error).message}`);
  }
}

/** The first problem of `data`, if it does not fit the schema. */
export function problemOf(schema: z.ZodType, data: unknown): Problem | undefined {
  const issues = schema.safeParse(data).error?.issues;
  if (!issues) return undefined;
  const issue = deepest(issues);
  const path = plain(issue.path);
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const isKey = key !== undefined;
  return { path: isKey ? [...path, key] : path, text: complaint(issue, path, data, schema), isKey };
}

/** Reads YAML into a schema. The first thing that is wrong becomes a `UsageError` with its line and the nearest right word. */
export function parseYamlFile<T>(text: string, name: string, schema: z.ZodType<T>): T {
  const { data, at } = openYaml(text, name);
  const problem = problemOf(schema, data);
  if (problem) throw new UsageError(`${at(problem.path, problem.isKey)}: ${problem.text}`);
  return schema.parse(data);
}

const plain = (path: PropertyKey[]) => path.map((part) => (typeof part === 'symbol' ? String(part) : part));

type Issue = z.core.$ZodIssue;

/**
 * Of a union, what is wrong with the branch that fitted furthest: that is the one which was meant. A word that is not
 * known comes first: what is missing beside it is most likely what it was meant for.
 */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const branches = issue.errors.filter((branch) => branch.length > 0).map((branch) => deepest(branch));
  const found = branches.sort((a, b) => b.path.length - a.path.length || rank(a) - rank(b))[0];
  return found ? { ...found, path: [...issue.path, ...found.path] } : issue;
}

const rank = (issue: Issue): number =>
  issue.code === 'unrecognized_keys' ? 0 : issue.code === 'invalid_value' ? 1 : 2;

function complaint(issue: Issue, path: (string | number)[], data: unknown, schema: z.ZodType): string {
  const place = path.length ? `“${path.join('.')}”` : 'the file';
  if (issue.code === 'unrecognized_keys') {
    const allowed = Object.keys(properties(schemaAt(toJsonSchema(schema), path)));
    const hint = didYouMean(issue.keys[0]!, allowed) || (allowed.length ? `; known are ${allowed.join(', ')}` : '');
    return `${path.length ? `${place} has` : 'there is'} no setting “${issue.keys[0]}”${hint}`;
  }
  const value = path.reduce<unknown>(
    (inner, part) => (inner as Record<string | number, unknown> | undefined)?.[part],
    data,
  );
  if (value === undefined) return `${place} is missing`;
  const hint =
    issue.code === 'invalid_value' &&
    ((typeof value === 'string' && didYouMean(value, issue.values.map(String))) ||
      `; it must be one of ${issue.values.join(', ')}`);
  if (value === null) return `${place} has no value${hint || ''}`;
  if (hint) return `${place} is ${JSON.stringify(value)}${hint}`;
  if (issue.code === 'invalid_type') return `${place} must be ${article(issue.expected)}, not ${JSON.stringify(value)}`;
  // What the schema says in words of its own is better than what can be said of any.
  if (!/^(Invalid|Too)\b/.test(issue.message)) return `${place}: ${issue.message}`;
  return `${place} ${bound(issue)}`;
}

/** Which size is wrong, of a text, a list or a number. */
function bound(issue: Issue): string {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return 'is not written as it should be';
  const counted = { string: ' characters', array: ' entries' }[issue.origin as string];
  if (counted && issue.code === 'too_small' && issue.minimum === 1) return 'must not be empty';
  const least = issue.code === 'too_small' && issue.inclusive === false ? 'more than' : 'at least';
  const size = issue.code === 'too_small' ? `${least} ${issue.minimum}` : `at most ${issue.maximum}`;
  return counted ? `must have ${size}${counted}` : `must be ${size}`;
}

const article = (type: string): string =>
  ({
    array: 'a list',
    object: 'a map of settings',
    record: 'a map of settings',
    string: 'a text',
    boolean: 'true or false',
    number: 'a number',
    int: 'a whole number',
  })[type] ?? `a ${type}`;

const toJsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

const branches = (schema: JsonSchema): JsonSchema[] => schema.anyOf?.flatMap(branches) ?? [schema];

const properties = (schemas: JsonSchema[]): Record<string, JsonSchema> =>
  Object.assign({}, ...schemas.flatMap(branches).map((schema) => schema.properties ?? {}));

function schemaAt(root: JsonSchema, path: (string | number)[]): JsonSchema[] {
  return path.reduce<JsonSchema[]>(
    (schemas, part) =>
      schemas.flatMap(branches).flatMap((schema) => {
        if (typeof part === 'number') return schema.prefixItems?.[part] ?? schema.items ?? [];
        const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : [];
        return schema.properties?.[part] ?? rest;
      }),
    [root],
  );
}

/** The offset of what `path` leads to, or of the deepest part of it that is there. */
function nodeAt(root: Node | null, path: (string | number)[], wantKey: boolean): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const part of path) {
    const pair = isMap(node)
      ? (node.items.find((item) => keyOf(item) === String(part)) as Pair | undefined)
      : undefined;
    if (pair) offset = (pair.key as Node).range?.[0] ?? offset;
    const next: unknown = pair
      ? pair.value
      : (node as { get?(key: unknown, keep: boolean): unknown })?.get?.(part, true);
    if (next === undefined || next === null) return offset;
    node = next;
    if (!pair) offset = (next as Node).range?.[0] ?? offset;
  }
  if (wantKey || !isScalar(node)) return offset;
  return node.range?.[0] ?? offset;
}

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);
