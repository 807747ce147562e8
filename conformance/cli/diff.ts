import { type Diff, diffOf, newFailureCode, toDiffHtml, toDiffMarkdown, toDiffText } from '../../reports/index.ts';
import { currentId } from '../checks/renamed.ts';
import { UsageError } from '../help/failures.ts';
import { readSet, setNames } from '../run/check-sets.ts';
import { readRun } from '../run/read.ts';
import { prepareFolder, putFile } from './result-files.ts';
import type { Terminal } from './terminal.ts';

export interface DiffFlags {
  out?: string;
  failOn?: 'new';
  strict?: boolean;
  json?: boolean;
}

/** A set of checks by its name, or what there is now. */
const isSet = (name: string): boolean => /^(\d{4}\.\d{2}|now)$/.test(name);

/** What two sets of checks, such as `2026.11`, do not share; `now` is what this openbell holds. */
async function diffSets(terminal: Terminal, old: string, now: string, { json }: DiffFlags): Promise<number> {
  const [before, after] = [await idsOf(old), await idsOf(now)];
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  if (json) terminal.out(`${JSON.stringify({ added, removed }, null, 2)}\n`);
  else
    terminal.out(
      [
        ...added.map((id) => `+ ${id}`),
        ...removed.map((id) => `- ${id}`),
        `${added.length} added, ${removed.length} gone\n`,
      ].join('\n'),
    );
  return 0;
}

async function idsOf(set: string): Promise<string[]> {
  if (set !== 'now') {
    if (!setNames().includes(set)) throw new UsageError(`there is no set ${set}; known are ${setNames().join(', ')}`);
    return readSet(set).map(currentId);
  }
  const { checks } = await import('../checks/index.ts');
  const { loadScenarios } = await import('../scenarios/load.ts');
  return [...checks, ...loadScenarios()].map(({ id }) => id);
}

/** Compares two runs. The exit code is 0 unless `--fail-on new` asks what is new. */
export async function diff(terminal: Terminal, oldFile: string, newFile: string, flags: DiffFlags): Promise<number> {
  if (isSet(oldFile) && isSet(newFile)) return diffSets(terminal, oldFile, newFile, flags);
  const found = diffOf(readRun(oldFile), readRun(newFile));
  if (flags.out !== undefined) prepareFolder(flags.out);
  terminal.out(flags.json ? toData(found) : toDiffText(found));
  if (flags.out !== undefined) writeDiff(terminal, found, flags.out);
  return flags.failOn === 'new' ? newFailureCode(found, flags.strict) : 0;
}

/** Writes `diff.md` and `diff.html`; a disk that is full changes no exit code. */
export function writeDiff(terminal: Terminal, found: Diff, folder: string): void {
  const files = { 'diff.md': toDiffMarkdown(found), 'diff.html': toDiffHtml(found) };
  for (const [file, text] of Object.entries(files)) {
    const why = putFile(folder, file, [text]);
    if (why) terminal.err(`openbell: cannot write ${file} to ${folder}: ${why}\n`);
  }
}

const toData = ({ differences, unchanged }: Diff): string =>
  `${JSON.stringify(
    {
      unchanged,
      differences: differences.map(({ result, ...rest }) => ({
        ...rest,
        kind: result.kind,
        id: result.id,
        title: result.title,
        expected: result.expected,
        seen: result.seen,
        reason: result.reason,
      })),
    },
    null,
    2,
  )}\n`;
