import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failingRun, greenRun } from '../../dev/testing/sample-run.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { writeRun } from '../run/encode.ts';

/** A folder with a run that failed, and what renders it there. */
function written() {
  const folder = temporaryFolder();
  const run = join(folder, 'run.json');
  writeFileSync(run, writeRun(failingRun()));
  const out = join(folder, 'out');
  const module = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const report = (list: string, env: NodeJS.ProcessEnv = {}) =>
    type(['report', run, '--out', out, '--reporter', list], { env });
  return { run, module, report, read: (file: string) => readFileSync(join(out, file), 'utf8') };
}

test('a reporter of one’s own is given the run, and names its file', async () => {
  const { module, report, read } = written();
  const mine = module('mine.mjs', "export const file = 'urls.txt'; export default (run) => run.targets[0].url;");
  expect(await report(`summary,${mine}`)).toMatchObject({ code: 1 });
  expect(read('urls.txt')).toBe(failingRun().targets[0]!.url);
  expect(read('summary.md')).toContain('openbell');
});

test('one that breaks, or spoils the run, changes neither the verdict nor other files', async () => {
  const { module, report, read } = written();
  const spoils = module('spoils.mjs', "export default (run) => { run.checks = []; throw new Error('no disk'); };");
  const { code, err } = await report(`${spoils},ctrf`);
  expect(code).toBe(1);
  expect(err).toContain(`the reporter ${spoils} failed: no disk`);
  expect(JSON.parse(read('ctrf-report.json')).results.summary.failed).toBe(18);
});

test.each([
  ['no module', 'x.mjs', 'export default (', 'cannot load the reporter'],
  ['no function', 'x.mjs', 'export default 3;', 'no default export that is a function'],
  ['a path', 'x.mjs', "export const file = '../x'; export default () => '';", 'not the name of a file'],
  ['a file of ours', 'x.mjs', "export const file = 'summary.md'; export default () => '';", 'and so does another'],
])('a reporter that is %s is wrong usage', async (_, name, text, says) => {
  const { module, report } = written();
  const { code, err } = await report(`summary,${module(name, text)}`);
  expect(code).toBe(2);
  expect(err).toContain(says);
});

test('the log of a pipeline shows findings beside the build, and only there', async () => {
  const { report } = written();
  expect((await report('summary')).out).not.toMatch(/^::/m);
  expect((await report('summary', { GITHUB_ACTIONS: 'true' })).out).toMatch(/^::error title=Not met/m);
});

test('a badge is printed, whatever the run came to', async () => {
  const { run } = written();
  const { code, out } = await type(['badge', run]);
  expect(code).toBe(0);
  expect(out).toContain('<title>openbell: 18 failing</title>');
});

test('two runs are compared; what failed before fails nothing where only what is new matters', async () => {
  const { run } = written();
  const folder = temporaryFolder();
  const green = join(folder, 'green.json');
  writeFileSync(green, writeRun(greenRun()));
  expect(await type(['diff', run, run, '--fail-on', 'new'])).toMatchObject({ code: 0 });
  const { code, out } = await type(['diff', green, run, '--fail-on', 'new', '--out', folder]);
  expect(code).toBe(1);
  expect(out).toMatch(/^newly failing \(/m);
  for (const file of ['diff.md', 'diff.html'])
    expect(readFileSync(join(folder, file), 'utf8')).toContain('newly failing');
  expect(await type(['diff', green, run])).toMatchObject({ code: 0 });
  expect(JSON.parse((await type(['diff', run, green, '--json'])).out).differences[0].change).toBe('mended');
  expect((await type(['diff', run, green, '--fail-on', 'nwe'])).err).toContain('Did you mean “new”?');
});
