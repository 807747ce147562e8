import { expect, test } from 'vitest';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Exchange } from '../run/model.ts';
import type { Variation } from '../vocabulary/variation.ts';
import { mutate } from './behaviour-mutants.ts';
import { variedBy } from './marks.ts';

const answer: EdgeResponse = { method: 'GET', path: '/x', status: 200, headers: { a: '1' }, body: 'one' };
const seenBy = ({ status, headers, body }: EdgeResponse): string[] =>
  variedBy({ response: { status, headers, body: String(body) } } as Exchange);
const variation = (own: Partial<Variation>): Variation => ({
  name: 'otherwise',
  round: 1,
  does: 'Does it otherwise.',
  allowedBy: 'everybody',
  ...own,
});

test('an answer that a rewriting changed is marked, and no other', () => {
  const response = (one: EdgeResponse) => (one.path === '/x' ? { ...one, status: 201 } : one);
  const { gateway } = mutate([], [variation({ rewrites: { at: 'gateway', response } })]);
  expect(seenBy(gateway.rewrite!(answer))).toEqual(['otherwise']);
  expect(seenBy(gateway.rewrite!({ ...answer, path: '/y' }))).toEqual([]);
});

test('part of a stream is marked where its body changed, since its head is gone', () => {
  const headers = (one: EdgeResponse) => ({ ...one, headers: { ...one.headers, b: '2' } });
  const part: EdgeResponse = { ...answer, part: true, body: 'data: 1\n\n' };
  const alone = mutate([], [variation({ rewrites: { at: 'gateway', response: headers } })]);
  expect(alone.gateway.rewrite!(part).body).toBe(part.body);
  const words = (one: EdgeResponse) => ({ ...one, body: `${one.body}:\n\n` });
  const changed = mutate([], [variation({ rewrites: { at: 'gateway', response: words } })]).gateway.rewrite!(part);
  expect(seenBy(changed)).toEqual(['otherwise']);
});

test('the first answer after a decision that was made otherwise is marked, by either server', () => {
  const { gateway, broker } = mutate([], [variation({ replaces: { stateIsUnused: () => true } })]);
  const decide = gateway.behaviours.stateIsUnused as (used: boolean) => boolean;
  decide(false);
  expect(seenBy(gateway.rewrite!(answer))).toEqual([]);
  decide(true);
  expect([gateway, broker].map(({ rewrite }) => seenBy(rewrite!(answer)))).toEqual([['otherwise'], ['otherwise']]);
  expect(seenBy(gateway.rewrite!(answer))).toEqual([]);
});

test('what holds a lengthened secret is marked, also where a URL writes it', () => {
  const { gateway } = mutate([], [variation({ appends: '~+/' })]);
  expect(seenBy(gateway.rewrite!({ ...answer, body: 'code~+/' }))).toEqual(['otherwise']);
  const location = `/x?code=${encodeURIComponent('code~+/')}`;
  expect(seenBy(gateway.rewrite!({ ...answer, headers: { location } }))).toEqual(['otherwise']);
  expect(seenBy(gateway.rewrite!(answer))).toEqual([]);
});
