import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { encodeRun } from '../conformance/run/encode.ts';
import {
  bigRun,
  comparedRun,
  failingRun,
  greenRun,
  hostileRun,
  stoppedRun,
  wantingRun,
} from '../dev/testing/sample-run.ts';

const schema = JSON.parse(readFileSync(new URL('../conformance/run/run.schema.json', import.meta.url), 'utf8'));

/** The published schema allows additions; what openbell itself writes has to be described in it. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  return copy.type === 'object' && copy.properties && !copy.additionalProperties
    ? { ...copy, additionalProperties: false }
    : copy;
};

const validator = (of: object) =>
  new Ajv2020({ formats: { 'date-time': true }, allErrors: true, strictTuples: false }).compile(of);
const validate = validator(closed(schema) as object);

test.each([
  ['green', greenRun()],
  ['failing', failingRun()],
  ['big', bigRun()],
  ['hostile', hostileRun('\u0000<>')],
  ['stopped', stoppedRun()],
  ['compared', comparedRun()],
  ['wanting', { ...wantingRun(), asked: { minJudged: 0.5, depth: 'full' as const, strict: true } }],
  ['incomplete', { ...greenRun(), complete: false, incompleteBecause: 'interrupted' }],
])('a %s run is valid', (_, run) => {
  validate(JSON.parse(JSON.stringify(encodeRun(run))));
  expect(validate.errors ?? []).toEqual([]);
});

test('an incomplete run says why', () => {
  expect(validate(encodeRun({ ...greenRun(), complete: false }))).toBe(false);
});

test('an exchange has an answer or a failure', () => {
  const run = greenRun();
  run.exchanges = [{ ...run.exchanges[0]!, response: undefined }];
  expect(validate(JSON.parse(JSON.stringify(encodeRun(run))))).toBe(false);
});

test('additions of later versions are valid', () => {
  expect(validator(schema)({ ...encodeRun(greenRun()), seed: 7 })).toBe(true);
});
