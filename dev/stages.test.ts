import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { stages } from './stages.mjs';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const names = Object.keys(stages);

test('each stage is a script that a person can run', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const written = Object.entries(scripts).filter(([name]) => name.startsWith('test:'));
  expect(written).toEqual(names.map((name) => [`test:${name}`, `node dev/test.mjs ${name}`]));
});

test('continuous integration runs each stage on each Node', () => {
  const { matrix } = parse(read('.github/workflows/test.yml')).jobs.stage.strategy;
  expect(matrix.stage).toEqual(names);
  expect(matrix.node).toEqual([20, 22, 24]);
});
