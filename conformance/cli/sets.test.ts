import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStranger } from '../../dev/testing/stranger.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { checks } from '../checks/index.ts';
import { currentId } from '../checks/renamed.ts';
import { readSet, setNames } from '../run/check-sets.ts';
import { readRun } from '../run/read.ts';
import { loadScenarios } from '../scenarios/load.ts';

const ids = new Set([...checks, ...loadScenarios()].map(({ id }) => id));

test.each(setNames())('whatever the set %s held is still graded, under that name or a newer one', (name) => {
  expect(readSet(name).filter((id) => !ids.has(currentId(id)))).toEqual([]);
});

test('a configuration names the set that counts, and the run says so', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const folder = temporaryFolder();
  const config = join(folder, 'openbell.yaml');
  const check = (set: string) => {
    writeFileSync(config, `checks: ${set}\n`);
    return type(['check', target.mcpUrl, '--only', 'wire', '--config', config, '--out', folder]);
  };
  await check('2026.11');
  expect(readRun(join(folder, 'run.json')).newSince).toMatchObject({ set: '2026.11' });
  const wrong = await check('"2025.01"');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('names the set “2025.01”; known are "2026.11"')]);
});

test('sets are listed, and what came since is told', async () => {
  expect((await type(['list', 'sets'])).out).toContain('2026.11  ');
  const { added } = JSON.parse((await type(['diff', '2026.11', 'now', '--json'])).out);
  expect(added).toEqual([...ids].filter((id) => !readSet('2026.11').map(currentId).includes(id)));
  expect(await type(['diff', '2020.01', 'now'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('no set 2020.01'),
  });
});
