import { describe, expect, test } from 'vitest';
import { mapAtATime } from '../../conformance/help/at-a-time.ts';
import { readXml } from '../../reports/read-xml.ts';
import { few } from './few.ts';
import { type Came, gradeHostile } from './grade.ts';
import { tableOf } from './table/index.ts';

/** Nothing is slow but what never comes: a busy machine is no hostile server. */
const budget = { linger: 50, bytes: 300_000, slow: 60_000, farewell: 200 };
/** For what never comes; a machine on which the innocent takes long gets longer, and one may become busy after that. */
const impatient = (times: number) => ({
  answer: 2_000 * times,
  whole: 2_500 * times,
  slow: 1_800 * times,
  wasted: 60_000,
});

/** Milliseconds that the innocent takes on a machine with nothing else to do. */
const AT_REST = 700;

/** Milliseconds that a slow server takes, and what counts as slow then. */
const LATE = 500;
const patient = { answer: 5_000, whole: 6_000, slow: 400, wasted: 2_000 };

const table = Object.entries(tableOf(LATE));
const AT_A_TIME = 10;

describe('a server that', async () => {
  const came = new Map<string, Came | Error>();
  // Whatever is compiled for the first time takes its time.
  const innocent = await gradeHostile({}, few, budget);
  test('does what it should is conformant', () => expect(innocent.first).toMatch(/^Conformant/));
  const patience = impatient(Math.min(6, Math.max(3, Math.ceil(innocent.ms / AT_REST))));
  const all = table.flatMap(([kind, rows]) => rows.map((row) => ({ kind, key: `${kind} ${row.does}`, row })));
  // Who only waits goes first: bombs and endless bodies beside it would make everybody late in one process.
  const isPatience = ({ row }: (typeof all)[number]) => row.keepsWaiting || row.isSlow;
  const waiting = all.filter(isPatience);
  const busy = all.filter((one) => !isPatience(one));
  const gradeAll = (rows: typeof all) =>
    mapAtATime(AT_A_TIME, rows, async ({ key, row }) => {
      const own = { ...budget, ...(row.isSlow ? patient : row.keepsWaiting ? patience : {}) };
      came.set(key, await gradeHostile(row, few, own).catch((error: Error) => error));
    });
  await gradeAll(waiting);
  await gradeAll(busy);
  if (process.env.HOSTILE_SHOW)
    for (const [key, one] of came)
      process.stdout.write(
        `${one instanceof Error ? `ERROR ${one.stack}` : `${one.code} ${Math.round(one.ms)}ms ${one.asked}req ${one.first.slice(0, 330)}`} <= ${key}\n`,
      );

  describe.each(table)('at its %s', (kind, rows) => {
    test.each(rows)('$does', (row) => {
      const one = came.get(`${kind} ${row.does}`)!;
      if (one instanceof Error) throw one;
      const { code, run, first, outputs } = one;
      expect(first).toMatch(row.first);
      expect([row.exit].flat()).toContain(code);
      expect(run.summary.error, JSON.stringify(run.checks.find(({ verdict }) => verdict === 'error'))).toBe(0);
      expect(outputs['index.html']).toContain('</html>');
      expect(readXml(outputs['junit.xml']!)).toBeDefined();
      expect(outputs['summary.md']).toContain('openbell');
      for (const [name, text] of Object.entries(outputs))
        if (row.never && (row.neverIn ?? [name]).includes(name))
          expect([name, row.never.exec(text)?.[0]]).toEqual([name, undefined]);
    });
  });
});
