import { request } from 'node:http';
import { expect, test } from 'vitest';
import { type HandMade, listen } from '../../dev/testing/hand-made-targets.ts';
import { obeysInOtherWays } from '../../dev/testing/obeys-in-other-ways.ts';
import { outcomeOf } from '../../reports/outcome.ts';
import { checks } from '../checks/index.ts';
import type { Run } from '../run/model.ts';
import { plural } from '../run/words.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import { run } from './run.ts';

const grade = ({ mcpUrl: url }: HandMade, onProgress = (_: { done: number }) => {}): Promise<Run> =>
  run({
    version: 'test',
    startedAt: '2026-11-17T15:00:00.000Z',
    checks,
    scenarios: [],
    targets: GRADED_ERAS.map((era) => ({ url, profile: 'dynamic-client' as const, era })),
    onProgress,
  });

const LIVES_FOR = 30;

test('a target that dies is incomplete with what was judged before, and no failure', async () => {
  const target = await obeysInOtherWays();
  const graded = await grade(target, ({ done }) => {
    if (done === LIVES_FOR) void target.close();
  });
  const { kind, exitCode } = outcomeOf(graded);
  expect({ kind, exitCode }).toEqual({ kind: 'incomplete', exitCode: 3 });
  expect(graded.incompleteBecause).toBe(`${target.mcpUrl} cannot be reached any more: nothing listens there`);
  expect(graded.targets).toMatchObject([{ lost: 'nothing listens there' }]);
  expect(graded.checks.length).toBeGreaterThanOrEqual(LIVES_FOR);
  expect(graded.checks.length).toBeLessThan(checks.length);
  expect(graded.checks.filter(({ seen }) => seen?.includes('ECONNREFUSED'))).toEqual([]);
});

/** What stands before a server: it passes on what comes, and 503 instead once `isDown` says so. */
const proxy = (port: string, isDown: () => boolean): Promise<HandMade> =>
  listen((asked, answer) => {
    if (isDown()) return answer.writeHead(503).end();
    const { method, url: path, headers } = asked;
    const passedOn = request({ port, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode!, got.headers);
      got.pipe(answer);
    });
    passedOn.on('error', () => answer.destroy());
    return asked.pipe(passedOn);
  });

test('so is one that goes into maintenance, and what failed before is told', async () => {
  const behind = await obeysInOtherWays();
  let graded = 0;
  const target = await proxy(new URL(behind.mcpUrl).port, () => graded > 5 * LIVES_FOR);
  const found = await grade(target, ({ done }) => {
    graded = done;
  });
  await Promise.all([target.close(), behind.close()]);
  const { fail } = found.summary;
  expect(fail).toBeGreaterThan(0);
  expect(outcomeOf(found)).toMatchObject({ exitCode: 3, headline: `Incomplete, with ${plural(fail, 'finding')}` });
  expect(found.targets).toMatchObject([{ lost: 'it answers 503' }]);
  expect(found.checks.filter(({ seen }) => seen?.startsWith('503'))).toEqual([]);
});
