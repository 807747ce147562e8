import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Reporter, reporters } from '../../reports/index.ts';
import { fileTrouble, UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import type { Run } from '../run/model.ts';

export const DEFAULT_OUT = 'openbell-report';
export const DEFAULT_REPORTERS = ['json', 'html', 'junit', 'summary'];

/** A format with the name by which it was asked for. */
export interface NamedReporter extends Reporter {
  name: string;
}

const named = (name: string): NamedReporter => ({ name, ...reporters[name]! });

/** The formats in `json,junit,./mine.js`, each known or loaded. In GitLab its own report is one more by default. */
export async function parseReporters(list: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<NamedReporter[]> {
  if (list === undefined) return [...DEFAULT_REPORTERS, ...(env.GITLAB_CI ? ['gitlab'] : [])].map(named);
  const all = await Promise.all(list.split(',').map((name) => reporterCalled(name.trim())));
  const twice = all.find(({ file }, at) => all.findIndex((other) => other.file === file) < at);
  if (twice) throw new UsageError(`the reporter “${twice.name}” writes ${twice.file}, and so does another`);
  return all;
}

async function reporterCalled(name: string): Promise<NamedReporter> {
  if (Object.hasOwn(reporters, name)) return named(name);
  if (/^\.{0,2}[/\\]|^[A-Za-z]:[/\\]/.test(name)) return loadReporter(name);
  const known = Object.keys(reporters);
  throw new UsageError(
    `there is no reporter “${name}”${didYouMean(name, known) || `; known are ${known.join(', ')}, or a module such as ./mine.js`}`,
  );
}

/** A module of the user's: its default export is `(run) => string`, and `file`, where it has one, the name of the file. */
async function loadReporter(path: string): Promise<NamedReporter> {
  let module: { default?: unknown; file?: unknown };
  try {
    module = await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new UsageError(`cannot load the reporter ${path}: ${(error as Error).message}`);
  }
  const { default: render, file = `${parse(path).name}.txt` } = module;
  if (typeof render !== 'function')
    throw new UsageError(`the reporter ${path} has no default export that is a function`);
  if (typeof file !== 'string' || basename(file) !== file || file === '')
    throw new UsageError(`the reporter ${path} exports a “file” that is not the name of a file`);
  return { name: path, file, render: render as (run: Run) => string };
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
export function writeResults(run: Run, folder: string, formats: readonly NamedReporter[]): Written {
  const written: string[] = [];
  const lost = new Map<string, string[]>();
  const sentences: string[] = [];
  for (const { name, file, render, pieces } of formats) {
    const text = pieces ? { pieces: pieces(run) } : rendered(render, run);
    if ('failed' in text) {
      removeFiles(folder, [file]);
      sentences.push(`the reporter ${name} failed: ${text.failed}`);
      continue;
    }
    const why = putFile(folder, file, text.pieces);
    if (why === undefined) written.push(join(folder, file));
    else lost.set(why, [...(lost.get(why) ?? []), file]);
  }
  sentences.unshift(...[...lost].map(([why, files]) => `cannot write ${files.join(', ')} to ${folder}: ${why}`));
  return { written, ...(sentences.length > 0 ? { trouble: sentences.join('; ') } : {}) };
}

/** A reporter of the user's may throw: that takes its file away, and no verdict. Ours do not. */
function rendered(render: Reporter['render'], run: Run): { pieces: string[] } | { failed: string } {
  if (Object.values(reporters).some((one) => one.render === render)) return { pieces: [render(run)] };
  try {
    const text: unknown = render(structuredClone(run));
    return typeof text === 'string' ? { pieces: [text] } : { failed: 'it returned no text' };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** So many characters are put together before they are written. */
const AT_ONCE = 1 << 16;

/** Writes a text as its pieces come: what is large would be as large again in memory, and twice. */
function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let waiting = '';
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < AT_ONCE) continue;
      writeFileSync(file, waiting);
      waiting = '';
    }
    writeFileSync(file, waiting);
  } finally {
    closeSync(file);
  }
}

/** Writes a file beside its place and renames it there; returns why that could not be, and then nothing stands there. */
export function putFile(folder: string, file: string, pieces: Iterable<string>): string | undefined {
  const path = join(folder, file);
  try {
    writePieces(`${path}.part`, pieces);
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
