import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';

test('init writes a file once', async () => {
  const file = join(temporaryFolder(), 'openbell.yaml');
  expect(await type(['init', file])).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toContain('password: $');
  writeFileSync(file, 'mine');
  expect(await type(['init', file])).toMatchObject({ code: 2, err: expect.stringContaining('is there already') });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});
