import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { folderForAll } from '../../dev/testing/terminal.ts';
import { packageRoot } from '../files/package-root.ts';

const actionFile = readFileSync(join(packageRoot, 'action.yml'), 'utf8');
const page = readFileSync(join(packageRoot, 'docs/pipelines.md'), 'utf8');

/** The block of code below this heading of the page. */
function snippet(heading: string): string {
  const [, block] = new RegExp(`## ${heading}\\n[^]*?\`\`\`\\w+\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (block === undefined) throw new Error(`no snippet below “${heading}”`);
  return block;
}

const trace = new NoOperationTraceWriter();

test('GitHub reads the action and its example', () => {
  const errors = [
    ...parseAction({ name: 'action.yml', content: actionFile }, trace).context.errors.getErrors(),
    ...parseWorkflow({ name: 'openbell.yml', content: snippet('GitHub') }, trace).context.errors.getErrors(),
  ];
  expect(errors.map(({ message }) => message)).toEqual([]);
  const broken = parseAction({ name: 'action.yml', content: actionFile.replace('composite', 'cmposite') }, trace);
  expect(broken.context.errors.getErrors()).not.toEqual([]);
});

test('snippets for GitLab and Azure are YAML, and keep the report whatever the verdict', () => {
  expect(parse(snippet('GitLab')).openbell.artifacts).toMatchObject({
    when: 'always',
    reports: { junit: 'openbell-report/junit.xml' },
  });
  expect(
    parse(snippet('Azure')).steps.filter(({ condition }: { condition?: string }) => condition === 'always()'),
  ).toHaveLength(2);
});

interface Step {
  name: string;
  run?: string;
  env?: Record<string, string>;
}

/** A repository with a configuration, in which a pipeline runs; openbell is installed once, as the action does it. */
describe('a pipeline', { timeout: 120_000 }, () => {
  const folder = folderForAll();
  const repository = join(folder, 'repository');
  const { inputs, runs } = parse(actionFile) as {
    inputs: Record<string, { default: string }>;
    runs: { steps: Step[] };
  };
  const token = 'hooks-of-a-pipeline';

  /** Runs a step of the action as GitHub would, and returns what it wrote. */
  function step(name: string, given: Record<string, string>) {
    const { run = '', env = {} } = runs.steps.find((one) => one.name === name)!;
    const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'job.md') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const values = Object.fromEntries(
      Object.entries(env).map(([variable, expression]) => {
        const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression) ?? [];
        return [variable, given[input] ?? inputs[input]!.default];
      }),
    );
    const said = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], {
      cwd: repository,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...files,
        ...values,
        GITHUB_ACTIONS: 'true',
        RUNNER_TEMP: folder,
        OPENBELL_HOOKS_TOKEN: token,
      },
    });
    const output = Object.fromEntries(
      readFileSync(files.GITHUB_OUTPUT, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('=')),
    );
    return {
      code: said.status,
      log: said.stdout + said.stderr,
      output,
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
  }

  /** The reference gateway in a process of its own, whole or broken. */
  async function serve(...broken: string[]): Promise<string> {
    const cli = join(folder, 'openbell/bin/openbell');
    const mutants = broken.flatMap((name) => ['--mutant', name]);
    const child = spawn(process.execPath, [cli, 'serve', '--profile', 'dynamic-client', '--hooks', ...mutants], {
      env: { ...process.env, OPENBELL_HOOKS_TOKEN: token },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill());
    let said = '';
    for await (const part of child.stdout) {
      said += part;
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(said) ?? [];
      if (url) return url;
    }
    throw new Error(`the gateway did not start: ${said}`);
  }

  const grade = (url: string, args = '') => step('Grade the gateway', { url, args: `--only tokens ${args}` });
  const configure = (text: string) => writeFileSync(join(repository, 'openbell.yaml'), text);

  beforeAll(() => {
    mkdirSync(repository);
    expect(step('Install openbell', { version: inject('tarball') }).code).toBe(0);
  }, 120_000);

  test('is red for a mutant, with an annotation that leads to the configuration', async () => {
    configure('eras: ["2026-07-28"]\nprofile: dynamic-client\n');
    const { code, log, output, summary } = grade(await serve('accepts-any-audience'));
    expect([code, output.verdict]).toEqual([1, 'failures']);
    expect(Number(output.fail)).toBeGreaterThan(0);
    expect(log).toMatch(/^::error file=openbell\.yaml,line=2,title=.*::/m);
    expect(summary).toContain('tokens/refuses-a-foreign-audience');
    expect(readdirSync(join(repository, output.report!))).toContain('openbell.sarif');
  });

  test('is green for it with a baseline, and green for the reference; what is mended is stale', async () => {
    configure('eras: ["2026-07-28"]\nprofile: dynamic-client\ngate: { expect: openbell.baseline.yaml }\n');
    const [broken, whole] = [await serve('accepts-any-audience'), await serve()];
    grade(broken, '--write-baseline');
    expect(grade(broken)).toMatchObject({ code: 0, output: { verdict: 'conformant' } });
    const stale = grade(whole);
    expect([stale.code, stale.log]).toEqual([1, expect.stringContaining('no longer there')]);
    configure('eras: ["2026-07-28"]\nprofile: dynamic-client\n');
    expect(grade(whole)).toMatchObject({ code: 0, output: { verdict: 'conformant', fail: '0' } });
  });

  test('a mistake in the configuration is no verdict', () => {
    configure('profil: dynamic-client\n');
    expect(grade('http://127.0.0.1:1/mcp')).toMatchObject({ code: 2, output: { verdict: 'usage' } });
  });

  test('the snippet for any shell gives the verdict and leaves a badge', async () => {
    configure('eras: ["2026-07-28"]\n');
    const said = spawnSync(
      'bash',
      ['-c', snippet('Anywhere').replace('check "$GATEWAY_URL"', 'check "$GATEWAY_URL" --only tokens')],
      {
        cwd: repository,
        env: {
          ...process.env,
          PATH: `${join(folder, 'openbell/bin')}:${process.env.PATH}`,
          GATEWAY_URL: await serve(),
          OPENBELL_HOOKS_TOKEN: token,
        },
      },
    );
    expect(said.status).toBe(0);
    expect(readFileSync(join(repository, 'openbell-report/badge.svg'), 'utf8')).toContain('conformant');
  });
});
