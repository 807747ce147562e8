import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { packageRoot } from '../files/package-root.ts';
import { fileTrouble, UsageError } from '../help/failures.ts';
import { decodeRun, type EncodedRun } from './encode.ts';
import type { Run } from './model.ts';
import { plural } from './words.ts';

/** The published schema of each version that can be read. */
const schemas: Readonly<Record<string, string>> = {
  'openbell.run/1': 'run-1.schema.json',
  'openbell.run/2': 'run.schema.json',
};

/** Reads a run that openbell wrote, in any version. `UsageError` with the place in it that is wrong. */
export function readRun(file: string): Run {
  const data = readJson(file);
  const version = String((data as { schema?: unknown } | null)?.schema);
  if (!Object.hasOwn(schemas, version)) {
    const seen = JSON.stringify((data as { schema?: unknown } | null)?.schema);
    throw new UsageError(`${file} is not a run of openbell: its “schema” is ${seen}, not "openbell.run/2"`);
  }
  const broken = (damage: string) => new UsageError(`${file} is damaged: ${damage}`);
  const misfit = whereItMisfits(data, schemas[version]!);
  if (misfit) throw broken(misfit);
  const run = version === 'openbell.run/1' ? (data as Run) : decoded(data as EncodedRun, broken);
  const dangling = danglingReference(run);
  if (dangling) throw broken(dangling);
  return run;
}

function decoded(data: EncodedRun, broken: (damage: string) => Error): Run {
  try {
    return decodeRun(data);
  } catch (error) {
    if (error instanceof RangeError) throw broken(error.message);
    throw error;
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' };
    const why = code ? (known[code] ?? fileTrouble(error) ?? message) : 'it is not JSON';
    throw new UsageError(`cannot read ${file}: ${why}; give a run.json that openbell wrote`);
  }
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(file: string): ValidateFunction {
  const known = validators.get(file);
  if (known) return known;
  const schema = JSON.parse(readFileSync(join(packageRoot, 'conformance/run', file), 'utf8'));
  const made = new Ajv2020({ validateFormats: false, verbose: true, strictTuples: false }).compile(schema);
  validators.set(file, made);
  return made;
}

/** Where the data does not fit the published schema: the first place. */
function whereItMisfits(data: unknown, file: string): string | undefined {
  const validate = validatorOf(file);
  const error = validate(data) ? undefined : validate.errors?.[0];
  return error && inWords(error);
}

function inWords({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return `${[place, params.missingProperty].filter(Boolean).join('.')} is missing`;
  const value = data !== null && typeof data === 'object' ? '' : `, not ${JSON.stringify(data)}`;
  if (keyword === 'enum') return `${place} must be one of ${params.allowedValues.join(', ')}${value}`;
  return `${place} ${message}${value}`;
}

/** The first result that speaks of a target or an exchange which the run does not have. */
function danglingReference({ targets, checks, scenarios, exchanges }: Run): string | undefined {
  const known = new Set(exchanges.map(({ n }) => n));
  const lost = (place: string, numbers: readonly (number | undefined)[]) => {
    const number = numbers.find((n) => n !== undefined && !known.has(n));
    return number === undefined ? [] : [`${place} speaks of exchange ${number}, which is not there`];
  };
  const misplaced = (place: string, target: number) =>
    target < targets.length
      ? []
      : [`${place}.target is ${target}, and the run has ${plural(targets.length, 'target')}`];
  const inChecks = checks.flatMap(({ target, exchanges: own, finding }, index) => [
    ...misplaced(`checks.${index}`, target),
    ...lost(`checks.${index}`, [...own, finding]),
  ]);
  const inScenarios = scenarios.flatMap(({ target, steps }, index) => [
    ...misplaced(`scenarios.${index}`, target),
    ...steps.flatMap(({ exchanges: own, story }, step) =>
      lost(`scenarios.${index}.steps.${step}`, [...own, ...story.map((line) => line.exchange)]),
    ),
  ]);
  return [...inChecks, ...inScenarios][0];
}
