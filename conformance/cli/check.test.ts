import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStranger } from '../../dev/testing/stranger.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { readRun } from '../run/read.ts';

test('check shows the facts first, and grades the revisions that are spoken', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const out = temporaryFolder();
  const said = await type(['check', target.mcpUrl, '--only', 'wire', '--out', out]);
  expect(said.out).toMatch(/^authorization +none: requests are served without a token\nrevisions of MCP +2025-11-25\n/);
  const { targets, checks } = readRun(join(out, 'run.json'));
  expect(targets.map(({ eras }) => eras)).toEqual([['2025-11-25']]);
  expect(targets[0]?.facts).toContainEqual({ fact: 'revisions of MCP', is: '2025-11-25' });
  expect(checks.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(5);
  expect(checks.filter(({ verdict }) => verdict === 'error')).toEqual([]);
});

test('a revision that was asked for and is not spoken is not applicable', async () => {
  const target = await startStranger({ authorization: 'none' });
  onTestFinished(target.close);
  const out = temporaryFolder();
  const flags = ['--era', '2025-11-25', '--era', '2026-07-28', '--only', 'wire', '--out', out];
  await type(['check', target.mcpUrl, ...flags]);
  const later = readRun(join(out, 'run.json')).checks.filter(({ era }) => era === '2026-07-28');
  expect(later.length).toBeGreaterThan(20);
  expect(new Set(later.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']));
});
