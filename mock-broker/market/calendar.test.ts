import { expect, test } from 'vitest';
import { nextClose, nextOpen, phaseAt, sessionAfter, sessionOf } from './calendar.ts';
import { formatNewYork, fromNewYork, toNewYork } from './new-york.ts';

// The exchange's own lists of 2024 to 2027.
const closed = [
  ...['2024-01-01', '2024-01-15', '2024-02-19', '2024-03-29', '2024-05-27', '2024-06-19', '2024-07-04', '2024-09-02'],
  ...['2024-11-28', '2024-12-25', '2025-01-01', '2025-04-18', '2025-06-19', '2025-07-04', '2025-11-27', '2025-12-25'],
  ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-04-03', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07'],
  ...['2026-11-26', '2026-12-25', '2027-03-26', '2027-06-18', '2027-07-05', '2027-12-24'],
];
const early = [
  '2024-07-03',
  '2024-11-29',
  '2024-12-24',
  '2025-07-03',
  '2025-11-28',
  '2025-12-24',
  '2026-11-27',
  '2026-12-24',
];

test.each(closed)('%s is a holiday', (date) => {
  expect(sessionOf(date)).toBeUndefined();
});

test.each(early)('%s closes at 13:00', (date) => {
  expect(sessionOf(date)).toMatchObject({ close: 13 * 60, extendedClose: 17 * 60 });
});

test.each(['2026-11-17', '2027-12-31', '2022-01-03', '2021-12-31', '2026-07-02'])('%s is a whole day', (date) => {
  expect(sessionOf(date)?.close).toBe(16 * 60);
});

test('2026 has 251 sessions, two of them half-days', () => {
  let [count, half] = [0, 0];
  for (let session = sessionAfter('2025-12-31'); session.date < '2027'; session = sessionAfter(session.date)) {
    count += 1;
    if (session.close === 13 * 60) half += 1;
  }
  expect([count, half]).toEqual([251, 2]);
});

test('daylight saving moves the open in UTC, not in New York', () => {
  const opens = (from: string) => new Date(nextOpen(Date.parse(from))).toISOString();
  expect(opens('2026-03-06T22:00:00Z')).toBe('2026-03-09T13:30:00.000Z');
  expect(opens('2026-10-30T22:00:00Z')).toBe('2026-11-02T14:30:00.000Z');
  expect(formatNewYork(Date.parse('2026-07-01T13:30:00Z'))).toBe('2026-07-01T09:30:00.000-04:00');
  expect(formatNewYork(Date.parse('2026-12-01T14:30:00Z'))).toBe('2026-12-01T09:30:00.000-05:00');
});

test('a reading of the clock in New York and its instant are one', () => {
  for (let at = Date.parse('2026-03-01T00:00:00Z'); at < Date.parse('2026-12-01T00:00:00Z'); at += 5_400_000) {
    const { date, minutes } = toNewYork(at);
    const ambiguous = date === '2026-11-01' && minutes >= 60 && minutes < 120;
    if (!ambiguous) expect(fromNewYork(date, minutes)).toBe(at);
  }
});

test('the parts of a day and of a half-day', () => {
  const phase = (date: string, minutes: number) => phaseAt(fromNewYork(date, minutes));
  const day = [239, 240, 569, 570, 959, 960, 1199, 1200].map((minutes) => phase('2026-11-17', minutes));
  expect(day).toEqual(['closed', 'pre', 'pre', 'core', 'core', 'post', 'post', 'closed']);
  expect([779, 780, 1020].map((minutes) => phase('2026-11-27', minutes))).toEqual(['core', 'post', 'closed']);
  expect(new Date(nextClose(fromNewYork('2026-11-27', 600))).toISOString()).toBe('2026-11-27T18:00:00.000Z');
});
