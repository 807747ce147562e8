import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reporters } from '../../reports/index.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import type { Run } from '../run/model.ts';

export const DEFAULT_OUT = 'openbell-report';
export const DEFAULT_REPORTERS = ['json', 'html', 'junit', 'summary'];

/** The names in `json,junit`, each checked. */
export function parseReporters(list: string | undefined): string[] {
  if (list === undefined) return DEFAULT_REPORTERS;
  const names = list.split(',').map((name) => name.trim());
  for (const name of names) {
    if (Object.hasOwn(reporters, name)) continue;
    const known = Object.keys(reporters);
    throw new UsageError(
      `there is no reporter “${name}”${didYouMean(name, known) || `; known are ${known.join(', ')}`}`,
    );
  }
  return names;
}

const causes: Record<string, string> = {
  EEXIST: 'it is a file, and a folder is needed',
  ENOTDIR: 'a part of this path is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'this file system cannot be written to',
};

/** Makes `folder`, so that a place where nothing can be written is told before a run and not after it. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot write results to ${folder}: ${causes[code ?? ''] ?? message}`);
  }
}

/** Renders `run` in each format. A file is complete or not there: it is written beside its place and renamed. */
export function writeResults(run: Run, folder: string, names: readonly string[]): string[] {
  prepareFolder(folder);
  return names.map((name) => {
    const { file, render } = reporters[name]!;
    const path = join(folder, file);
    writeFileSync(`${path}.part`, render(run));
    renameSync(`${path}.part`, path);
    return path;
  });
}
