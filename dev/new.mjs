// `npm run new -- KIND PLACE [NAME]`: writes the file of a new check, row, scenario, mutant, profile or reporter with its
// place filled in, and says the next step. What is there already is never written over.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** A mistake of whoever typed the command. */
class Wrong extends Error {}

const need = (condition, message) => {
  if (!condition) throw new Wrong(message);
};
const partsOf = (id, what) => {
  const [area, name, ...more] = (id ?? '').split('/');
  need(
    kebab.test(area) && kebab.test(name ?? '') && more.length === 0,
    `${what} is written exercise/name-in-small-letters`,
  );
  return { area, name };
};

const check = (id) => `import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: '${id}',
  title: 'The obligation as a sentence',
  clauses: ['the-clause/that-carries-it'],
  dependsOn: ['the/positive-control'],
  async run(world) {
    const answer = await world.http.get(world.mcpUrl);
    expect.status(answer, 401);
  },
  remedy: 'What to do about it, in plain words.',
  mutants: [{ name: 'the-sin-by-name', replaces: {} }],
});
`;

const row = (id) => `  {
    id: '${id}',
    title: 'The obligation as a sentence',
    clauses: ['the-clause/that-carries-it'],
    remedy: 'What to do about it, in plain words.',
    mutants: [{ name: 'the-sin-by-name', replaces: {} }],
  },
`;

const scenario = () => `# yaml-language-server: $schema=../scenario.schema.json
title: What happens, in a sentence that a trader would say
guide: []
kind: refused
steps:
  - connect: { client: cursor, as: trader }
remedy: What to do when this journey fails.
mutants: []
`;

const gatewayProfile = (id) => `import { registers } from '../../ways-in/registers.ts';
import { profile } from '../profile.ts';

/** What sets the product apart, in a sentence. */
export const ${camel(id)} = profile({
  id: '${id}',
  title: 'How a client gets in',
  wayIn: registers,
  features: [],
  scopes: [],
  smallestScopes: [],
  tools: [],
});
`;

const suiteProfile = (id) => `import type { Profile } from '../vocabulary/profile.ts';

/** How clients get in, and which product it models. */
export const ${camel(id)}: Profile = {
  id: '${id}',
  title: 'How a client gets in',
  demands: ['oauth'],
  features: [],
  scopes: { read: 'read', trade: 'trade' },
  accountField: 'id',
  tools: {},
};
`;

const reporter = (name) => `import type { Run } from '../conformance/run/model.ts';

/** The run as ${name}: what reads it, and by which schema. */
export const to${camel(`-${name}`)} = (run: Run): string => \`\${run.summary.fail}\\n\`;
`;

/** Each kind: what it writes, as \`[file, text]\` pairs or changed files, and the next step. */
const kinds = {
  check(root, id) {
    const { area, name } = partsOf(id, 'a check');
    need(existsSync(join(root, `conformance/checks/${area}/area.ts`)), `there is no area conformance/checks/${area}`);
    return {
      writes: [[`conformance/checks/${area}/${name}.ts`, check(id)]],
      next: `fill it in, then see it fail: npx vitest run dev/proof -t '${id}'`,
    };
  },
  row(root, table, id) {
    const file = `conformance/checks/${table}.ts`;
    need(existsSync(join(root, file)), `there is no table ${file}`);
    partsOf(id, 'the id of a row');
    const text = readFileSync(join(root, file), 'utf8');
    const end = text.lastIndexOf(']);');
    need(end >= 0 && text.includes('rows('), `${file} is no table: it has no rows([…])`);
    need(!text.includes(`id: '${id}'`), `${file} has a row ${id} already`);
    return {
      changes: [[file, text.slice(0, end) + row(id) + text.slice(end)]],
      next: `give the row the values of its table, then: npx vitest run dev/proof -t '${id}'`,
    };
  },
  scenario(_root, id) {
    const { area, name } = partsOf(id, 'a scenario');
    const file = `scenarios/${area}/${name}.yaml`;
    return { writes: [[file, scenario()]], next: `tell the journey, then act it out: npx openbell scenario ${file}` };
  },
  mutant(root, file, name) {
    need(
      existsSync(join(root, file ?? '')),
      `there is no file ${file}: give the file of the check that declares the mutant`,
    );
    need(kebab.test(name ?? ''), 'a mutant is named for the sin, in-small-letters');
    const text = readFileSync(join(root, file), 'utf8');
    need(!text.includes(`name: '${name}'`), `${file} has a mutant ${name} already`);
    need(text.includes('mutants: ['), `${file} has no list of mutants`);
    return {
      changes: [[file, text.replace('mutants: [', `mutants: [{ name: '${name}', replaces: {} }, `)]],
      next: 'say which behaviour it replaces (reference-server/behaviours.ts, mock-broker/behaviours.ts), then npm run proof',
    };
  },
  profile(_root, id) {
    need(kebab.test(id ?? ''), 'a profile is named for how a client gets in, in-small-letters');
    return {
      writes: [
        [`reference-server/profiles/${id}/index.ts`, gatewayProfile(id)],
        [`conformance/profiles/${id}.ts`, suiteProfile(id)],
      ],
      next: 'list it in reference-server/profiles/index.ts and conformance/profiles/index.ts; the compiler says what is missing',
    };
  },
  reporter(_root, name) {
    need(kebab.test(name ?? ''), 'a reporter is named for its format, in-small-letters');
    return {
      writes: [[`reports/${name}.ts`, reporter(name)]],
      next: 'list it in reports/index.ts with the name of its file, and test it with dev/testing/sample-run.ts',
    };
  },
};

const usage = `npm run new -- check exercise/obligation
npm run new -- row exercise/table exercise/obligation
npm run new -- scenario exercise/what-happens
npm run new -- mutant conformance/checks/exercise/file.ts the-sin
npm run new -- profile the-way-in
npm run new -- reporter format`;

/** Writes what was asked for below `root`, and returns what to say. */
export function create(root, kind, ...given) {
  need(Object.hasOwn(kinds, kind ?? ''), `there is no kind “${kind ?? ''}”:\n${usage}`);
  const { writes = [], changes = [], next } = kinds[kind](root, ...given);
  for (const [file] of writes) need(!existsSync(join(root, file)), `${file} is there already`);
  for (const [file, text] of [...writes, ...changes]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return `${[...writes, ...changes].map(([file]) => file).join('\n')}\nnext: ${next}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(create(fileURLToPath(new URL('..', import.meta.url)), ...process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
