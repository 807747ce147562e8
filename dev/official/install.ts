import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';

/** Installed beside the project when it is run, and never before: it needs a later Node than the project does. */
const PACKAGES = ['@modelcontextprotocol/conformance@0.2.0-alpha.12', 'node@22'];
const folder = join(packageRoot, 'node_modules/.cache/openbell-peer');

/** The official conformance suite and a Node that runs it. */
export interface OfficialSuite {
  /** A file for that Node. */
  program: string;
  node: string;
  /** Where it may write. */
  folder: string;
}

export function installOfficialSuite(): OfficialSuite {
  const installed = join(folder, 'node_modules/@modelcontextprotocol/conformance');
  if (!existsSync(installed)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], { cwd: folder, stdio: 'ignore' });
  }
  return { program: join(installed, 'dist/index.js'), node: join(folder, 'node_modules/.bin/node'), folder };
}
