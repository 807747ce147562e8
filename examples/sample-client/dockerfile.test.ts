import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const here = (file: string) => new URL(file, import.meta.url);
const read = (file: string) => readFileSync(here(file), 'utf8');
const instructions = read('Dockerfile')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ', 1)[0]!, rest: line.slice(line.indexOf(' ') + 1) }));
const all = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest);

it('is built from one image of a certain version, and says what it listens on', () => {
  expect(all('FROM')).toEqual([expect.stringMatching(/^[a-z]+:\d+\.\d+[\w.-]*$/)]);
  expect(all('EXPOSE')).toEqual(['3000']);
  expect(all('HEALTHCHECK')).toHaveLength(1);
});

it('does not run as root, nor through a shell that keeps signals to itself', () => {
  expect(all('USER')).toEqual(['node']);
  const last = instructions.findIndex(({ name }) => name === 'USER');
  expect(instructions.slice(last).map(({ name }) => name)).not.toContain('RUN');
  expect(JSON.parse(all('CMD')[0]!)).toEqual(['node', 'main.ts']);
});

it('installs what the lock says, from a lock that names no other place than the registry that is configured', () => {
  expect(all('RUN')).toEqual([expect.stringMatching(/^npm ci --omit=dev --ignore-scripts && /)]);
  const lock = JSON.parse(read('package-lock.json'));
  expect(lock.packages[''].dependencies).toEqual(JSON.parse(read('package.json')).dependencies);
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

it('takes along what there is, and neither secrets nor tests', () => {
  const sources = all('COPY').flatMap((rest) => rest.split(' ').slice(0, -1));
  for (const source of sources) expect(source === '*.ts' || existsSync(here(source)), source).toBe(true);
  expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'node_modules', '*.test.ts']));
  for (const rest of [...all('ENV'), ...all('ARG')]) expect(rest).not.toMatch(/SECRET|KEY|TOKEN/);
});

it('the image has what the sources import: their folder and the packages of its own list', () => {
  const { dependencies } = JSON.parse(read('package.json'));
  const main = JSON.parse(readFileSync(here('../../package.json'), 'utf8'));
  for (const [name, version] of Object.entries(dependencies)) expect(main.devDependencies[name]).toBe(version);
  const files = readdirSync(here('.')).filter((file) => file.endsWith('.ts') && !/\.(test|spec)\.ts$/.test(file));
  for (const file of files) {
    for (const [, name = ''] of read(file).matchAll(/from '([^']+)'/g)) {
      const isThere = name.startsWith('node:') || name in dependencies || /^\.\/[\w-]+\.ts$/.test(name);
      expect(isThere, `${file}: ${name}`).toBe(true);
    }
  }
});
