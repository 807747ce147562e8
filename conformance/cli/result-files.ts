import { mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { reporters } from '../../reports/index.ts';
import { fileTrouble, UsageError } from '../help/failures.ts';
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

/** Makes `folder`, so that a place where nothing can be written is told before a run and not after it. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
    // Permissions do not tell all: some file systems refuse what they say they allow.
    rmdirSync(mkdtempSync(join(folder, '.openbell-')));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'nothing can be made there; name another place' : (fileTrouble(error) ?? message);
    throw new UsageError(`cannot write results to ${folder}: ${why}`);
  }
}

/** One folder after the other: where a file system grows no folders (`/proc`), Node's own `recursive` asks for ever. */
function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw new UsageError(`it is a ${found.isFile() ? 'file' : 'pipe or a device'}, and a folder is needed`);
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** The files that stand now, and in a sentence why others do not. */
export interface Written {
  written: string[];
  trouble?: string;
}

/**
 * Renders `run` in each format. A file is whole or not there: it is written beside its place and renamed. Where that
 * cannot be done, what an earlier run left there goes away, too: it would be taken for this one.
 */
export function writeResults(run: Run, folder: string, names: readonly string[]): Written {
  const written: string[] = [];
  const lost = new Map<string, string[]>();
  for (const name of names) {
    const { file, render } = reporters[name]!;
    const why = putFile(folder, file, render(run));
    if (why === undefined) written.push(join(folder, file));
    else lost.set(why, [...(lost.get(why) ?? []), file]);
  }
  const sentences = [...lost].map(([why, files]) => `cannot write ${files.join(', ')} to ${folder}: ${why}`);
  return { written, ...(sentences.length > 0 ? { trouble: sentences.join('; ') } : {}) };
}

/** Writes a file beside its place and renames it there; returns why that could not be, and then nothing stands there. */
export function putFile(folder: string, file: string, text: string): string | undefined {
  const path = join(folder, file);
  try {
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    removeFiles(folder, [file]);
    return fileTrouble(error) ?? (error as Error).message;
  }
}

/** Removes these files and what a run that was killed left beside them. */
export function removeFiles(folder: string, files: readonly string[]): void {
  for (const file of files) for (const left of [`${file}.part`, file]) remove(join(folder, left));
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be written to often cannot be removed from.
  }
}
