import { expect, test } from 'vitest';
import type { Exchange } from '../run/model.ts';
import type { Observation, Sight } from '../vocabulary/observation.ts';
import {
  limitHasWhatIsLeft,
  limitsArePolicies,
  partitionIsBytes,
  partitionNamesNobody,
  policyHasAQuota,
  policyIsAList,
  policyStays,
  quotaUnitIsText,
  resetIsInSeconds,
  retryIsNotBeforeTheReset,
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

const told = (headers: Record<string, string>, request: object = { headers: {} }, before: object[] = []) =>
  ({
    request,
    answer: { status: 200, headers },
    exchanges: [...before, {}],
    index: before.length,
  }) as unknown as Sight<'answer'> & { exchange: Exchange };
const seenBy = ({ judge }: Observation, sight: ReturnType<typeof told>) => {
  const said = judge(sight);
  return typeof said === 'object' ? said.seen : said;
};

test('another policy for another user, or for another request, is none of its business', () => {
  const asked = (authorization: string, id = 1) => ({
    method: 'POST',
    url: 'https://gateway.example/mcp',
    headers: { authorization },
    body: `{"id":${id},"method":"tools/list"}`,
  });
  const policy = (quota: number) => ({ 'ratelimit-policy': `"default";q=${quota}` });
  const before = [{ request: asked('Bearer a'), response: { headers: policy(1) } }];
  expect(seenBy(policyStays, told(policy(2), asked('Bearer b'), before))).toBeUndefined();
  expect(seenBy(policyStays, told(policy(1), asked('Bearer a', 2), before))).toBe('well');
  expect(seenBy(policyStays, told(policy(2), asked('Bearer a', 2), before))).toBe('"default";q=2');
});

test.each([
  [{ ratelimit: '"a";r=0;t=30', 'retry-after': '30' }, 'well'],
  [{ ratelimit: '"a";r=0;t=30', 'retry-after': '29' }, '29'],
  [{ ratelimit: '"a";r=5;t=30', 'retry-after': '1' }, undefined],
  [{ ratelimit: '"a";r=0;t=30, "b";r=0;t=5', 'retry-after': '5' }, 'well'],
  [{ ratelimit: '"a";r=0;t=30', 'retry-after': 'Thu, 26 Nov 2026 15:00:00 GMT' }, undefined],
  [{ 'retry-after': '1' }, undefined],
])('Retry-After and the reset in %j: %s', (headers, wanted) => {
  expect(seenBy(retryIsNotBeforeTheReset, told(headers as Record<string, string>))).toBe(wanted);
});

test('a partition is a hash, and neither an address nor the token', () => {
  const by = (text: string) => ({ ratelimit: `"a";r=1;pk=:${Buffer.from(text).toString('base64')}:` });
  const request = { headers: { authorization: 'Bearer t0ken-of-somebody' } };
  expect(seenBy(partitionNamesNobody, told(by('\u0001\u0002\u0003'), request))).toBe('well');
  for (const text of ['trader@example.com', 'Bearer x', 't0ken-of-somebody'])
    expect(seenBy(partitionNamesNobody, told(by(text), request))).toContain('address');
});
