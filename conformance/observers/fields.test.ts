import { expect, test } from 'vitest';
import type { Exchange } from '../run/model.ts';
import type { Observation, Sight } from '../vocabulary/observation.ts';
import {
  limitHasWhatIsLeft,
  limitsArePolicies,
  partitionIsBytes,
  policyHasAQuota,
  policyIsAList,
  quotaUnitIsText,
  resetIsInSeconds,
  windowIsInSeconds,
} from './rate-limit-fields.ts';
import { listOf } from './structured-fields.ts';

test.each([
  ['"a";q=1, "b"; w=60', { a: ['q'], b: ['w'] }],
  ['"with \\"quotes\\"";pk=:aGk=:', { 'with \\"quotes\\"': ['pk'] }],
  ['token;flag;r=-1.5', { token: ['flag', 'r'] }],
])('%s is a list', (text, wanted) => {
  const items = listOf(text)?.map(({ value, params }) => [value, Object.keys(params)]);
  expect(Object.fromEntries(items ?? [])).toEqual(wanted);
});

test.each(['', '"open', '"a";Q=1', '"a" "b"', '"a",', '"a";q=', '"a";q=1.', '(1 2)'])('%s is none', (text) => {
  expect(listOf(text)).toBeUndefined();
});

const saidOf = ({ judge }: Observation, headers: Record<string, string>) => {
  const said = judge({ answer: { status: 200, headers } } as unknown as Sight<'answer'> & { exchange: Exchange });
  return typeof said === 'object' ? said.seen : said;
};
const all = [
  policyIsAList,
  policyHasAQuota,
  windowIsInSeconds,
  quotaUnitIsText,
  limitHasWhatIsLeft,
  resetIsInSeconds,
  partitionIsBytes,
  limitsArePolicies,
];

test('fields of today are well', () => {
  const headers = {
    'ratelimit-policy': '"burst";q=100;w=60;qu="requests";pk=:aGk=:, "daily";q=1000',
    ratelimit: '"daily";r=10;t=30',
  };
  expect(all.map((one) => saidOf(one, headers))).toEqual(all.map(() => 'well'));
});

test.each([
  ['fields of their own', { 'ratelimit-limit': '100', 'ratelimit-policy': '100;w=60' }],
  ['a dictionary', { ratelimit: 'limit=100, remaining=50, reset=5', 'ratelimit-policy': '100;w=60' }],
  ['numbers for names', { 'ratelimit-policy': '100;w=60' }],
  ['none at all', {}],
])('older drafts had %s, and are not judged', (_, headers) => {
  expect(all.map((one) => saidOf(one, headers as Record<string, string>))).toEqual(all.map(() => undefined));
});
