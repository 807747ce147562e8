import { isMap, isScalar, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { z } from 'zod';
import { UsageError } from './failures.ts';
import { didYouMean } from './nearest.ts';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  enum?: unknown[];
}

/**
 * Reads YAML that people write. `name` is the file as they know it. The first thing that is wrong becomes a
 * `UsageError` with its line, the word, and the nearest right one.
 */
export function parseYamlFile<T>(text: string, name: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number | undefined) => `${name}:${offset === undefined ? 1 : lines.linePos(offset).line}`;
  const broken = document.errors[0];
  if (broken) throw new UsageError(`${at(broken.pos[0])}: not valid YAML: ${broken.message.split('\n')[0]}`);
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues);
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const node = nodeAt(document.contents, key === undefined ? path : [...path, key], key !== undefined);
  throw new UsageError(`${at(node)}: ${complaint(issue, path, document.toJS(), schema)}`);
}

type Issue = z.core.$ZodIssue;

/** Of a union, what is wrong with the branch that fitted furthest: that is the one which was meant. */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues[0]!;
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
  if (issue.code === 'invalid_value') {
    const hint = typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : '';
    return `${place} is ${JSON.stringify(value)}${hint || `; it must be one of ${issue.values.join(', ')}`}`;
  }
  if (issue.code === 'invalid_type') return `${place} must be ${article(issue.expected)}, not ${JSON.stringify(value)}`;
  return `${place}: ${issue.message}`;
}

const article = (type: string): string =>
  ({ array: 'a list', object: 'a map of settings', string: 'a text', boolean: 'true or false', number: 'a number' })[
    type
  ] ?? `a ${type}`;

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
