import { type Breach, type Observation, type Observed, observation, unless } from '../vocabulary/observation.ts';
import { type Bare, type Item, listOf } from './structured-fields.ts';

// RateLimit and RateLimit-Policy: draft-ietf-httpapi-ratelimit-headers-10.

type Headers = Readonly<Record<string, string>>;

/** Drafts before the eighth have other fields, or these with another grammar, and are kept to by many. */
const isOlder = (headers: Headers): boolean =>
  headers['ratelimit-limit'] !== undefined ||
  /(^|,\s*)(limit|remaining|reset)=\d/.test(headers.ratelimit ?? '') ||
  /(^|,\s*)\d+\s*(;|,|$)/.test(headers['ratelimit-policy'] ?? '');

const judged = (judge: (headers: Headers) => Observed): Observation =>
  observation({
    kind: 'answer',
    absent: 'no answer has such a field',
    judge: ({ answer: { headers } }) => (isOlder(headers) ? undefined : judge(headers)),
  });

const isWhole = (value: Bare | undefined, least: number): boolean =>
  value?.is === 'integer' && Number(value.value) >= least;

/** What holds of a parameter of each item that has it, or of each item. */
const parameter = (
  fields: readonly string[],
  name: string,
  {
    isSo,
    expected,
    required = false,
  }: { isSo(value: Bare | undefined): boolean; expected: string; required?: boolean },
): Observation =>
  judged((headers) => {
    let seen: Observed;
    for (const field of fields) {
      const text = headers[field];
      const items = text === undefined ? [] : listOf(text);
      // Whether it is a list at all is said of one of the two fields, and of the other that it has what it needs.
      if (!items) {
        if (required && field === 'ratelimit') return { expected: `${field} with ${name}: ${expected}`, seen: text! };
        continue;
      }
      for (const { params } of items) {
        if (params[name] === undefined && !required) continue;
        if (!isSo(params[name])) return { expected: `${field} with ${name}: ${expected}`, seen: text! };
        seen = 'well';
      }
    }
    return seen;
  });

const areNames = (items: readonly Item[] | undefined): boolean => items?.every(({ is }) => is === 'string') ?? false;

export const policyIsAList = judged((headers): Breach | 'well' | undefined => {
  const text = headers['ratelimit-policy'];
  return text === undefined
    ? undefined
    : unless(areNames(listOf(text)), 'a list of policies, their names in quotes', text);
});

const policy = ['ratelimit-policy'];
const limit = ['ratelimit'];
const whole = (least: number, expected: string) => ({
  isSo: (value: Bare | undefined) => isWhole(value, least),
  expected,
});

export const policyHasAQuota = parameter(policy, 'q', { ...whole(0, 'a number'), required: true });
export const windowIsInSeconds = parameter(policy, 'w', whole(1, 'a number of seconds above 0'));
export const quotaUnitIsText = parameter(policy, 'qu', {
  isSo: (value) => value?.is === 'string',
  expected: 'a string',
});
export const limitHasWhatIsLeft = parameter(limit, 'r', { ...whole(0, 'a number'), required: true });
export const resetIsInSeconds = parameter(limit, 't', whole(0, 'a number of seconds'));
export const partitionIsBytes = parameter([...policy, ...limit], 'pk', {
  isSo: (value) => value?.is === 'bytes',
  expected: 'a byte sequence',
});

/** What is left is said of policies that are named. */
export const limitsArePolicies = judged((headers) => {
  const [policies, limits] = ['ratelimit-policy', 'ratelimit'].map((name) => listOf(headers[name] ?? ''));
  if (!policies || !limits) return undefined;
  const names = policies.map(({ value }) => value);
  const other = limits.find(({ value }) => !names.includes(value));
  return unless(!other, `a limit of ${names.join(' or ')}`, other?.value);
});
