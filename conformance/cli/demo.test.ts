import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderForAll, type Spoken, temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { readRun } from '../run/read.ts';

describe('a run', { timeout: 30_000 }, () => {
  const few = ['--profile', 'dynamic-client', '--era', '2026-07-28', '--only', 'tokens', '--seed', 'monday'];

  const out = folderForAll();
  let spoken: Spoken;
  beforeAll(async () => {
    spoken = await type(['demo', ...few, '--out', out]);
  });

  test('writes its results, says where, and exits with 0 when all holds', () => {
    expect(spoken).toMatchObject({ code: 0 });
    expect(spoken.out).toContain(`report: ${join(out, 'index.html')}`);
    expect(
      ['run.json', 'index.html', 'junit.xml', 'summary.md'].filter((file) => !existsSync(join(out, file))),
    ).toEqual([]);
    expect(readRun(join(out, 'run.json'))).toMatchObject({
      complete: true,
      targets: [{ profile: 'dynamic-client', eras: ['2026-07-28'] }],
    });
  });

  test('prints data and nothing else with --json, and with a seed is repeated byte for byte but for durations', async () => {
    const again = temporaryFolder();
    const printed = (await type(['demo', ...few, '--out', again, '--json'])).out;
    expect(JSON.parse(printed)).toMatchObject({ schema: 'openbell.run/2', complete: true });
    const timeless = (folder: string) =>
      JSON.stringify(readRun(join(folder, 'run.json')), (name, value) =>
        name === 'ms' || name === 'durationMs' ? 0 : value,
      );
    expect(timeless(again)).toBe(timeless(out));
  });

  test('can be rendered again, and two become one', async () => {
    const merged = temporaryFolder();
    const file = join(out, 'run.json');
    expect((await type(['report', file, file, '--out', merged])).code).toBe(0);
    expect(readRun(join(merged, 'run.json'))).toEqual(readRun(join(out, 'run.json')));
  });

  test('that is interrupted leaves a valid run that says so, and exits with 3', async () => {
    const interrupted = temporaryFolder();
    const { code } = await type(['demo', ...few, '--out', interrupted], { interrupt: true });
    expect(code).toBe(3);
    expect(readRun(join(interrupted, 'run.json'))).toMatchObject({
      complete: false,
      incompleteBecause: expect.stringContaining('interrupted'),
    });
  });
});
