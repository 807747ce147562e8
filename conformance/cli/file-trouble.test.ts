import { expect, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { fileTrouble } from '../help/failures.ts';

const refused = (code: string) => Object.assign(new Error(`${code}: raw`), { code });

test('what the system refuses is said in words, with what would be right', () => {
  expect(fileTrouble(refused('EACCES'))).toBe(
    'you have no permission; change that of the file or its folder, or name another place',
  );
  expect(fileTrouble(refused('EROFS'))).toContain('name another place');
  expect(fileTrouble(new Error('no code'))).toBeUndefined();
  expect(fileTrouble(refused('toString'))).toBeUndefined();
});

test('a folder where init should write a file is one sentence', async () => {
  const folder = temporaryFolder();
  const { code, err } = await type(['init', `${folder}/nowhere/openbell.yaml`]);
  expect([code, err]).toEqual([
    2,
    `openbell: cannot write ${folder}/nowhere/openbell.yaml: there is no such file or folder\n`,
  ]);
});
