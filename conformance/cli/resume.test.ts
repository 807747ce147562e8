import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStranger } from '../../dev/testing/stranger.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { writeRun } from '../run/encode.ts';
import { readRun } from '../run/read.ts';

test('an interrupted run is gone on with: what it judged stands, the rest is graded', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  const check = (out: string, ...more: string[]) =>
    type(['check', target.mcpUrl, '--only', 'wire', '--out', out, '--reporter', 'json', ...more]);
  await check(first);
  const file = join(first, 'run.json');
  const whole = readRun(file);
  const half = whole.checks.slice(0, Math.floor(whole.checks.length / 2));
  const broken = { ...whole, complete: false, incompleteBecause: 'the run was interrupted', checks: half };
  writeFileSync(file, writeRun(broken));
  await check(second, '--resume', file);
  const resumed = readRun(join(second, 'run.json'));
  const verdicts = (checks: typeof half) => checks.map(({ id, era, verdict }) => `${id} ${era} ${verdict}`).sort();
  expect(resumed.complete).toBe(true);
  expect(verdicts(resumed.checks)).toEqual(verdicts(whole.checks));
  const again = await check(second, '--resume', join(second, 'run.json'));
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is complete: there is nothing to resume') });
});

test('a gate in the configuration decides, and says where a pipeline shows what was found', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const out = temporaryFolder();
  const config = join(out, 'openbell.yaml');
  writeFileSync(config, 'min_judged: 0.01\ngate:\n  required: [brokerage]\n');
  const args = ['check', target.mcpUrl, '--only', 'wire', '--config', config, '--out', join(out, 'report')];
  const { code, out: said } = await type([...args, '--reporter', 'json,sarif']);
  expect(code).not.toBe(0);
  const run = readRun(join(out, 'report', 'run.json'));
  expect(run.asked?.required).toEqual(['brokerage']);
  expect(run.targets[0]!.configured?.line).toBe(1);
  if (run.summary.fail === 0) expect(said).toContain('What was required was not judged');
  expect(readFileSync(join(out, 'report', 'openbell.sarif'), 'utf8')).toContain('"version": "2.1.0"');
});

test('a feature that is required is shown by whatever needs it', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const out = temporaryFolder();
  const config = join(out, 'openbell.yaml');
  const check = (required: string) => {
    writeFileSync(config, `min_judged: 0.01\neras: ["2025-11-25"]\ngate:\n  required: [${required}]\n`);
    return type(['check', target.mcpUrl, '--only', 'wire', '--config', config, '--out', out]);
  };
  await check('sessions');
  expect(readRun(join(out, 'run.json')).asked?.features?.sessions).toContain('wire/ends-a-session-on-delete');
  const wrong = await check('sesions');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('did you mean “sessions”?')]);
});
