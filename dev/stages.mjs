// What must hold before a change goes in, by name. `npm test` runs all of it, `npm run test:<name>` one stage, and so does CI.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A package's command as a file for Node: what npm links into `.bin` is a shell script on some systems. */
const tool = (name, command) => {
  const manifest = join(root, 'node_modules', name, 'package.json');
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[command]);
};

const vitest = (project) => ({
  counted: 'vitest',
  commands: (results) => [
    [
      tool('vitest', 'vitest'),
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${results}`,
    ],
  ],
});

/**
 * In the order in which they begin, two at a time: first what is soon told, then browsers, which leave others time.
 * Every command is a file for Node and its arguments. A stage that is `counted` leaves its counts in the file `results`,
 * in the form of that test runner; the projects of Vitest are in vitest.config.ts.
 */
export const stages = {
  lint: {
    commands: () => [[tool('@biomejs/biome', 'biome'), 'check', '.']],
  },
  types: { commands: () => [[tool('typescript', 'tsc'), '--noEmit']] },
  browser: {
    counted: 'playwright',
    env: (results) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: results }),
    commands: () => [['dev/browser-tests.mjs', '--reporter=dot,json']],
  },
  unit: vitest('unit'),
  proof: vitest('proof'),
  package: vitest('package'),
};
