import { expect, test } from 'vitest';
import { type } from '../../dev/testing/terminal.ts';

test.each(['demo', 'check', 'scenario', 'report'])('%s tells its exit codes', async (command) => {
  expect((await type([command, '--help'])).out).toContain('Exit codes: 0 conformant');
});

test.each([
  'demo',
  'serve',
  'broker',
  'check',
  'connect',
  'scenario',
  'list',
  'explain',
  'report',
  'init',
  'completion',
])('%s explains itself', async (command) => {
  const { code, out } = await type([command, '--help']);
  expect([code, out.includes(`Usage: openbell ${command}`)]).toEqual([0, true]);
});
