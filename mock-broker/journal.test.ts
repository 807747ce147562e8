import supertest from 'supertest';
import { expect, test } from 'vitest';
import { openDesk } from '../dev/testing/broker.ts';
import type { BrokerContext } from './context.ts';
import { createJournal } from './journal.ts';
import { record } from './rest/journalled.ts';

const entry = { at: '', method: 'GET', path: '/v2/clock', account: null, user: null, status: 200 };

test('keeps the last entries in their order and with their numbers, those of a user with numbers of their own', () => {
  const journal = createJournal(3);
  const numbers = () => journal.entries().map(({ n }) => n);
  journal.add(entry);
  journal.add({ ...entry, user: 'a' });
  expect(numbers()).toEqual([1, 2]);
  for (let more = 0; more < 5; more += 1) journal.add({ ...entry, user: more === 3 ? 'a' : null });
  expect(numbers()).toEqual([5, 6, 7]);
  expect(journal.entries('a').map(({ n }) => n)).toEqual([1]);
  journal.reset();
  expect(numbers()).toEqual([]);
  journal.add(entry);
  expect(numbers()).toEqual([1]);
});

test('a path without end is cut', async () => {
  const desk = await openDesk();
  await supertest(desk.broker.origin).get(`/v2/${'x'.repeat(4000)}`);
  const { entries } = (await desk.hook('get', '/journal')).body;
  expect(entries[0].path).toHaveLength(500);
  await desk.close();
});

test('without the hooks nothing is written down', () => {
  const journal = createJournal();
  const context = { journal, clock: { now: () => 0 } } as unknown as BrokerContext;
  const asked = [{ method: 'GET', originalUrl: '/v2/clock' }, { locals: {} }] as unknown as [never, never];
  record({ ...context, hooksToken: undefined }, ...asked, 200);
  expect(journal.entries()).toEqual([]);
  record({ ...context, hooksToken: 'token' }, ...asked, 200);
  expect(journal.entries()).toHaveLength(1);
});
