import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listenForInterrupt } from '../../conformance/cli/interrupt.ts';
import { packageRoot } from '../../conformance/files/package-root.ts';
import type { Run } from '../../conformance/run/model.ts';
import { readRun } from '../../conformance/run/read.ts';
import { checkFilesForEsbuild } from '../check-files.mjs';
import { temporaryFolder } from '../testing/terminal.ts';
import { hang, late } from './behaviour.ts';
import { type Hostile, startHostile } from './gateway.ts';

// The command in a process of its own, which is ended from outside.

// Not in dist/, which another test may be building anew.
const bundle = join(packageRoot, 'node_modules', '.cache', 'openbell', `ended-${process.pid}.mjs`);
beforeAll(() =>
  build({
    entryPoints: [join(packageRoot, 'conformance/cli.ts')],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [checkFilesForEsbuild],
    logLevel: 'error',
  }),
);
afterAll(() => rmSync(bundle, { force: true }));

interface Started {
  child: ChildProcess;
  folder: string;
  /** The run as far as it is written. */
  soFar(): Run;
  /** The exit code, or the signal that ended it. */
  over: Promise<number | string | null>;
  close(): void;
}

/** Says when the process listens for signals: its modules are still being loaded then. */
const tellsWhoListens = `data:text/javascript,${encodeURIComponent(
  "process.on('newListener', (name) => name === 'SIGHUP' && process.nextTick(() => process.connected && process.send('listens')))",
)}`;

/** Starts `openbell check` on such a server, in a folder that holds the report of an earlier run. */
async function start(hostile: Hostile, early?: NodeJS.Signals): Promise<Started> {
  const folder = temporaryFolder();
  for (const file of ['run.json', 'index.html', 'junit.xml']) writeFileSync(join(folder, file), 'of yesterday');
  writeFileSync(
    join(folder, 'openbell.yaml'),
    'users:\n  - username: trader@example.com\n    password: $'.concat('{PASSWORD}\n'),
  );
  const server = await startHostile(hostile);
  const args = [bundle, 'check', server.mcpUrl, '--config', join(folder, 'openbell.yaml'), '--out', folder];
  const env = { ...process.env, PASSWORD: 'a-long-password', CI: '1' };
  const stdio = ['ignore', 'ignore', 'ignore', ...(early ? (['ipc'] as const) : [])] as const;
  const child = spawn(process.execPath, [...(early ? ['--import', tellsWhoListens] : []), ...args], {
    env,
    stdio: [...stdio],
  });
  if (early) child.once('message', () => child.kill(early));
  const over = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  return { child, folder, soFar: () => readRun(join(folder, 'run.json')), over, close: () => server.close() };
}

/** Something has been graded, and more is on its way. */
const slowly: Hostile = { handles: { authorized: late(20), tools: late(20) } };
const graded = (started: Started) => expect.poll(() => startedSafely(started)?.checks.length ?? 0).toBeGreaterThan(3);
const startedSafely = ({ soFar, folder }: Started): Run | undefined =>
  readFileSync(join(folder, 'run.json'), 'utf8') === 'of yesterday' ? undefined : soFar();

test('kill -9 leaves a valid run that says it is not over, and nothing of yesterday', async () => {
  const started = await start(slowly);
  await graded(started);
  started.child.kill('SIGKILL');
  expect(await started.over).toBe('SIGKILL');
  started.close();
  const run = started.soFar();
  expect(run).toMatchObject({ complete: false, incompleteBecause: expect.stringContaining('had not come to its end') });
  expect(run.checks.length).toBeGreaterThan(3);
  expect(existsSync(join(started.folder, 'index.html'))).toBe(false);
  expect(existsSync(join(started.folder, 'junit.xml'))).toBe(false);
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('while modules are still being loaded leaves a whole report that says so', async () => {
    const started = await start(slowly, signal);
    expect(await started.over).toBe(3);
    started.close();
    expect(started.soFar()).toMatchObject({
      complete: false,
      incompleteBecause: expect.stringContaining('interrupted'),
      checks: [],
      exchanges: [],
    });
    for (const file of ['index.html', 'junit.xml', 'summary.md'])
      expect(readFileSync(join(started.folder, file), 'utf8')).toContain('interrupted');
  });

  test('in the middle of a run leaves a whole report of what was judged', async () => {
    const started = await start(slowly);
    await graded(started);
    started.child.kill(signal);
    expect([0, 1, 3]).toContain(await started.over);
    started.close();
    const run = started.soFar();
    expect(run).toMatchObject({ complete: false, incompleteBecause: expect.stringContaining('interrupted') });
    expect(run.checks.length).toBeGreaterThan(3);
    expect(run.exchanges.length).toBeGreaterThan(3);
    for (const file of ['index.html', 'junit.xml', 'summary.md'])
      expect(readFileSync(join(started.folder, file), 'utf8')).toContain('interrupted');
  });
});

test.each([
  ['the first question', { handles: { all: hang } }],
  ['the metadata', { handles: { server: hang } }],
  ['the sign-in page', { handles: { authorize: hang } }],
  ['a tool', { handles: { tools: hang } }],
] as [string, Hostile][])('Ctrl-C while a server keeps us waiting for %s is obeyed at once', async (_, hostile) => {
  const waiting = new Promise<void>((resolve) => {
    const [place, handler] = Object.entries(hostile.handles!)[0]!;
    hostile.handles = {
      [place]: (...given: Parameters<typeof handler>) => {
        resolve();
        handler(...given);
      },
    };
  });
  const started = await start(hostile);
  await Promise.race([waiting, started.over]);
  started.child.kill('SIGINT');
  expect(await started.over).toBe(3);
  started.close();
  expect(started.soFar().incompleteBecause).toContain('interrupted');
  expect(readFileSync(join(started.folder, 'index.html'), 'utf8')).toContain('</html>');
});

test('the second Ctrl-C ends the process', () => {
  let press = () => {};
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
  const terminal = {
    out() {},
    err() {},
    env: {},
    live: false,
    colour: false,
    onInterrupt(run: () => void) {
      press = run;
      return () => {};
    },
  };
  const { signal } = listenForInterrupt(terminal);
  press();
  expect([signal.aborted, exit.mock.calls.length]).toEqual([true, 0]);
  press();
  expect(exit).toHaveBeenCalledWith(130);
  exit.mockRestore();
});
