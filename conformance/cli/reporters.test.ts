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

test('a baseline that a run wrote makes the next one pass, and fails it when something is mended', async () => {
  const { run } = written();
  const folder = temporaryFolder();
  const [baseline, out] = [join(folder, 'known.yaml'), ['--out', folder, '--reporter', 'json']];
  const first = await type(['report', run, ...out, '--write-baseline', baseline]);
  expect(first.err).toContain('known failures now; give each its reason');
  expect(first.code).not.toBe(1);
  const green = join(folder, 'green.json');
  writeFileSync(green, writeRun(greenRun()));
  expect(await type(['report', run, ...out, '--baseline', baseline])).toMatchObject({ code: first.code });
  const { code, out: said } = await type(['report', green, ...out, '--baseline', baseline]);
  expect(code).toBe(1);
  expect(said).toContain('known failures no longer there. Passes again, so take it out of the baseline');
});

test('a run is held against another: what failed there, too, does not count', async () => {
  const { run } = written();
  const folder = temporaryFolder();
  const green = join(folder, 'green.json');
  writeFileSync(green, writeRun(greenRun()));
  const against = (old: string, more: string[] = []) =>
    type(['report', run, '--out', join(folder, 'out'), '--against', old, ...more]);
  expect((await against(green, ['--fail-on', 'new'])).code).toBe(1);
  expect((await against(run, ['--fail-on', 'new'])).code).not.toBe(1);
  expect((await against(run)).code).toBe(1);
  expect(readFileSync(join(folder, 'out/diff.md'), 'utf8')).toContain('nothing changed');
});

test('what changed since another run is kept, so that the page can be made again without that run', async () => {
  const { run } = written();
  const folder = temporaryFolder();
  const green = join(folder, 'green.json');
  writeFileSync(green, writeRun(greenRun()));
  await type(['report', run, '--out', join(folder, 'out'), '--against', green]);
  await type(['report', join(folder, 'out/run.json'), '--out', join(folder, 'again')]);
  const page = (of: string) => readFileSync(join(folder, of, 'index.html'), 'utf8');
  expect(page('out')).toContain('newly failing');
  expect(page('again')).toBe(page('out'));
});

test.each([
  ['- check: pkce/nothing-of-the-kind\n  reason: x', 'names “pkce/nothing-of-the-kind”, which is no check or journey'],
  ['- check: x', '“0.reason” is missing'],
  ['- check: x\n  reason: y\n  expires: soon', 'give a day such as 2026-12-31'],
  ['- chek: x', 'chek'],
])('a baseline that says %j is wrong usage', async (text, says) => {
  const { run, module } = written();
  const { code, err } = await type(['report', run, '--baseline', module('known.yaml', text)]);
  expect(code).toBe(2);
  expect(err).toContain(says);
});

test('--fail-on new asks what is old', async () => {
  const { run } = written();
  expect(await type(['report', run, '--fail-on', 'new'])).toMatchObject({ code: 2 });
});
