import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { failingRun } from '../../dev/testing/sample-run.ts';
import { folderForAll } from '../../dev/testing/terminal.ts';
import { version } from '../files/package-root.ts';
import { writeRun } from '../run/encode.ts';

// Processes of their own, on a machine that may be busy: the limit is generous.
describe('the packed tarball, unpacked elsewhere', { timeout: 60_000 }, () => {
  const folder = folderForAll();
  const run = (command: string, args: string[], cwd = folder): string =>
    execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true' },
    });
  const openbell = (...args: string[]): string => run(process.execPath, [join(folder, 'package/dist/cli.js'), ...args]);

  beforeAll(() => {
    run('tar', ['-xzf', inject('tarball')]);
  });

  test('says its version', () => {
    expect(openbell('--version')).toBe(`${version}\n`);
    expect(openbell('-v')).toBe(`${version}\n`);
  });

  test.each(['checks', 'clauses', 'scenarios'])('lists %s', (what) => {
    expect(JSON.parse(openbell('list', what, '--json')).length).toBeGreaterThan(1);
  });

  test('acts out a journey and writes the report', () => {
    const scenario = join(
      folder,
      'package/scenarios/discovery',
      readdirSync(join(folder, 'package/scenarios/discovery'))[0]!,
    );
    expect(openbell('scenario', scenario, '--era', '2026-07-28')).toContain('report: openbell-report/index.html');
    expect(readdirSync(join(folder, 'openbell-report')).sort()).toEqual([
      'index.html',
      'junit.xml',
      'run.json',
      'summary.md',
    ]);
  });

  test.each([
    ['a pipe that was closed', '| head -1'],
    ['a reader that has found its line', '| grep -q exercise'],
    ['a full disk behind stdout', '> /dev/full'],
    ['nobody who reads what goes wrong', '2>&- | head -1'],
  ])('the exit code is that of the verdict, whatever happens to stdout: %s', (_, fate) => {
    const run = join(folder, 'failing.json');
    writeFileSync(run, writeRun(failingRun()));
    const cli = join(folder, 'package/dist/cli.js');
    const command = `"${process.execPath}" "${cli}" report "${run}" --out piped ${fate}; exit "\${PIPESTATUS[0]}"`;
    expect(spawnSync('bash', ['-c', command], { cwd: folder }).status).toBe(1);
    expect(existsSync(join(folder, 'piped/index.html'))).toBe(true);
  });

  test('a limit on the size of files takes files away, and no failure', () => {
    const run = join(folder, 'failing.json');
    writeFileSync(run, writeRun(failingRun()));
    const cli = join(folder, 'package/dist/cli.js');
    const command = `ulimit -f 120; "${process.execPath}" "${cli}" report "${run}" --out small`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain('18 failures. The target does not conform.');
    expect(stderr).toBe(
      'openbell: cannot write index.html to small: files may not become that large here (ulimit -f)\n',
    );
    expect(readdirSync(join(folder, 'small')).filter((file) => /part|index/.test(file))).toEqual([]);
  });

  test('acts out a journey of its own as the README writes it', () => {
    const out = openbell('scenario', 'scenarios/redirect-uri-mismatch', '--era', '2026-07-28');
    expect(out).toContain('Redirect URI mismatch');
  });

  test('holds what the README leads to', () => {
    const links = [...readFileSync(join(folder, 'package/README.md'), 'utf8').matchAll(/\]\(([^)#:]+)\)/g)];
    expect(links.length).toBeGreaterThan(3);
    expect(links.map(([, file]) => file!).filter((file) => !existsSync(join(folder, 'package', file)))).toEqual([]);
  });

  test('brings all that it needs, and the licences of what it brings', () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
    const words = readFileSync(join(folder, 'package/dist/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['express', 'undici', 'zod'])
      expect(words).toMatch(new RegExp(`^${name} [0-9.]+ \\(MIT\\)$`, 'm'));
  });

  test('runs nothing when it is installed', () => {
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
    const whenInstalled = /^((pre|post)?install|(pre|post)?prepare|prepublish)$/;
    expect(Object.keys(scripts).filter((name) => whenInstalled.test(name))).toEqual([]);
  });

  test('holds what users need and no sources', () => {
    const files = run('tar', ['-tzf', inject('tarball')]).split('\n');
    expect(files).toEqual(
      expect.arrayContaining([
        'package/README.md',
        'package/LICENSE',
        'package/conformance/run/run.schema.json',
        'package/conformance/run/run-1.schema.json',
      ]),
    );
    expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
  });
});
