import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installOfficialSuite, type OfficialSuite } from './install.ts';

/** What one scenario of the official suite came to. */
export interface ScenarioResult {
  scenario: string;
  passed: number;
  /** Names of checks. */
  failed: string[];
  warnings: string[];
}

/** Runs the suite once; `said` sees what it prints, for what wants to be answered meanwhile. */
export async function runOfficially(
  args: readonly string[],
  said: (text: string) => void = () => {},
  suite: OfficialSuite = installOfficialSuite(),
): Promise<ScenarioResult[]> {
  const out = mkdtempSync(join(suite.folder, 'out-'));
  try {
    const child: ChildProcess = spawn(suite.node, [suite.program, ...args, '-o', out], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout?.on('data', (chunk: Buffer) => said(String(chunk)));
    await once(child, 'close');
    return readdirSync(out).map((name) => resultOf(name, join(out, name, 'checks.json')));
  } finally {
    rmSync(out, { recursive: true });
  }
}

interface Check {
  id: string;
  status: string;
}

/** Its folders are called leg, scenario and time. */
function resultOf(folder: string, file: string): ScenarioResult {
  const checks = JSON.parse(readFileSync(file, 'utf8')) as Check[];
  const named = (status: string) => checks.filter((check) => check.status === status).map(({ id }) => id);
  return {
    scenario: folder.replace(/^(server|authorization-server)-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, ''),
    passed: named('SUCCESS').length,
    failed: named('FAILURE'),
    warnings: named('WARNING'),
  };
}
