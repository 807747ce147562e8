import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { main } from '../../conformance/cli/program.ts';
import type { Terminal } from '../../conformance/cli/terminal.ts';

export interface Spoken {
  code: number;
  out: string;
  err: string;
}

export interface Typed {
  env?: NodeJS.ProcessEnv;
  /** Ctrl-C as soon as the command listens for it. */
  interrupt?: boolean;
  /** Is shown what goes to stdout, and how to press Ctrl-C. */
  watch?(out: string, interrupt: () => void): void;
}

/** Runs the command line in this process as if `args` had been typed. */
export async function type(args: string[], { env = {}, interrupt = false, watch }: Typed = {}): Promise<Spoken> {
  let [out, err] = ['', ''];
  let press = (): void => {};
  const terminal: Terminal = {
    out: (text) => {
      out += text;
      watch?.(out, () => setImmediate(() => press()));
    },
    err: (text) => {
      err += text;
    },
    env,
    live: false,
    colour: false,
    onInterrupt(run) {
      press = run;
      if (interrupt) run();
      return () => {};
    },
  };
  const code = await main(args, terminal);
  return { code, out, err };
}

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same for all tests of a group. */
export function folderForAll(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Types `serve` with `args`, hands the MCP URL to `use`, and presses Ctrl-C when that has ended. */
export async function serving(
  args: string[],
  env: NodeJS.ProcessEnv,
  use: (mcpUrl: string) => Promise<unknown>,
): Promise<Spoken> {
  let using: Promise<unknown> | undefined;
  const spoken = await type(['serve', ...args], {
    env,
    watch(out, interrupt) {
      const url = /MCP URL +(\S+)/.exec(out)?.[1];
      if (using || !url || !out.includes('Ctrl-C')) return;
      // What serve does after its last word has to be done, too.
      using = new Promise((resolve) => setImmediate(resolve)).then(() => use(url));
      void using.then(interrupt, interrupt);
    },
  });
  await using;
  return spoken;
}
