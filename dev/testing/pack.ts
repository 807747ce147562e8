import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packageRoot } from '../../conformance/files/package-root.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What npm would publish. */
    tarball: string;
  }
}

/** Packs the project once for all tests of what npm would publish. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-packed-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: packageRoot,
    env: { ...process.env, CI: 'true' },
  });
  provide('tarball', join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz'))!));
  return () => rmSync(folder, { recursive: true, force: true });
}
