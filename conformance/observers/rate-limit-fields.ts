import {
  type Breach,
  type Observation,
  type Observed,
  observation,
  type Sight,
  unless,
} from '../vocabulary/observation.ts';
import { type Bare, type Item, listOf } from './structured-fields.ts';

// RateLimit and RateLimit-Policy: draft-ietf-httpapi-ratelimit-headers-10.

type Headers = Readonly<Record<string, string>>;

/** Drafts before the eighth have other fields, or these with another grammar, and are kept to by many. */
const isOlder = (headers: Headers): boolean =>
  headers['ratelimit-limit'] !== undefined ||
  /(^|,\s*)(limit|remaining|reset)=\d/.test(headers.ratelimit ?? '') ||
  /(^|,\s*)\d+\s*(;|,|$)/.test(headers['ratelimit-policy'] ?? '');

const judged = (judge: (headers: Headers, sight: Sight<'answer'>) => Observed): Observation =>
  observation({
    kind: 'answer',
    absent: 'no answer has such a field',
    judge: (sight) => (isOlder(sight.answer.headers) ? undefined : judge(sight.answer.headers, sight)),
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

/** Of the same request by the same user: others may fall under another policy. */
const isAskedAlike = (a: Sight<'answer'>['request'], b: Sight<'answer'>['request']): boolean => {
  const [one, other] = [a, b].map(({ method, url, headers, body }) => [
    method,
    url,
    headers.authorization,
    body?.replace(/"id":[^,}]+/, ''),
  ]);
  return String(one) === String(other);
};

/** Clients plan by the policy: it is not another one with each answer. */
export const policyStays = judged((headers, { request, exchanges, index }) => {
  const field = 'ratelimit-policy';
  if (headers[field] === undefined) return undefined;
  const before = exchanges
    .slice(0, index)
    .findLast((one) => isAskedAlike(one.request, request) && one.response?.headers[field]);
  const said = before?.response?.headers[field];
  return said === undefined ? undefined : unless(said === headers[field], said, headers[field]);
});

/** Whoever comes back when Retry-After says finds the quota restored. */
export const retryIsNotBeforeTheReset = judged((headers) => {
  const wait = Number(headers['retry-after']);
  const used = listOf(headers.ratelimit ?? '')?.filter(({ params }) => isWhole(params.t, 0) && params.r?.value === '0');
  if (headers['retry-after'] === undefined || !Number.isInteger(wait) || !used?.length) return undefined;
  const reset = Math.min(...used.map(({ params }) => Number(params.t!.value)));
  return unless(wait >= reset, `Retry-After: ${reset} or more, as ratelimit says`, headers['retry-after']);
});

const PERSONAL = /[^\s@]+@[^\s@]+\.[a-z]{2,}|^eyJ[\w-]+\.|^Bearer /i;

/** A partition is read by every proxy: it names neither people nor credentials. */
export const partitionNamesNobody = judged((headers, { request }) => {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const all = [...policy, ...limit].flatMap((field) => listOf(headers[field] ?? '') ?? []);
  const keys = all.flatMap(({ params: { pk } }) =>
    pk?.is === 'bytes' ? [Buffer.from(String(pk.value), 'base64').toString('utf8')] : [],
  );
  if (keys.length === 0) return undefined;
  const wrong = keys.find((key) => PERSONAL.test(key) || (token !== undefined && key.includes(token)));
  return unless(wrong === undefined, 'a partition that says nothing about its user', 'an address or a credential');
});
