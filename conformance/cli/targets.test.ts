import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startStranger } from '../../dev/testing/stranger.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { readRun } from '../run/read.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const check = (...more: string[]) =>
  type(['check', ...more, '--only', 'wire', '--config', join(folder, 'openbell.yaml'), '--out', join(folder, 'out')]);

async function gateway() {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  return target.mcpUrl;
}

const configure = (text: string) => writeFileSync(join(folder, 'openbell.yaml'), text);
const written = () => readRun(join(folder, 'out', 'run.json'));

test('several gateways of one configuration are graded into one run, each under its name', async () => {
  configure(
    `min_judged: 0.01\neras: ["2025-11-25"]\ntargets:\n  - name: staging\n    url: ${await gateway()}\n  - name: production\n    url: ${await gateway()}\n    eras: ["2026-07-28"]\n    depth: public\n`,
  );
  const { code } = await check();
  const run = written();
  expect(run.targets.map(({ name, eras, depth, configured }) => [name, eras, depth, configured?.line])).toEqual([
    ['staging', ['2025-11-25'], undefined, 4],
    ['production', ['2026-07-28'], 'public', 6],
  ]);
  for (const at of [0, 1]) expect(run.checks.filter(({ target }) => target === at).length).toBeGreaterThan(10);
  expect(new Set(run.exchanges.map(({ n }) => n)).size).toBe(run.exchanges.length);
  expect(code).toBe(run.summary.fail > 0 ? 1 : 0);
  expect(readFileSync(join(folder, 'out', 'junit.xml'), 'utf8')).toContain('staging 2025-11-25');
});

test('one that is not there makes the run incomplete, and takes nothing from the others', async () => {
  configure(
    `targets:\n  - name: there\n    url: ${await gateway()}\n  - name: gone\n    url: http://127.0.0.1:1/mcp\n`,
  );
  await check();
  const run = written();
  expect(run).toMatchObject({ complete: false, incompleteBecause: expect.stringContaining('127.0.0.1:1') });
  expect(run.checks.length).toBeGreaterThan(10);
});

test('a name grades that one alone, with its own means; a wrong name is told', async () => {
  const url = await gateway();
  configure(
    `targets:\n  - name: staging\n    url: ${url}\n  - name: production\n    url: https://mcp.example.com/mcp\n    token_env: NOBODY_SET_THIS\n`,
  );
  await check('staging');
  expect(new Set(written().targets.map(({ name }) => name))).toEqual(new Set(['staging']));
  expect(await check('stagin')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean “staging”?') });
  expect(await check()).toMatchObject({ code: 2, err: expect.stringContaining('NOBODY_SET_THIS') });
});

test.each([
  [
    'two of one name',
    '- { name: a, url: "https://a.example/mcp" }\n  - { name: a, url: "https://b.example/mcp" }',
    'stands in the list twice',
  ],
  ['a name that is a sentence', '- { name: "a b", url: "https://a.example/mcp" }', 'give a name of letters'],
  ['a setting of the whole', '- { name: a, url: "https://a.example/mcp", out: x }', '“targets.0” has no setting “out”'],
])('%s is refused', async (_, targets, sentence) => {
  configure(`targets:\n  ${targets}\n`);
  const { code, err } = await check();
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
});
