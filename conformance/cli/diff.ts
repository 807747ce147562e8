import { type Diff, diffOf, newFailureCode, toDiffHtml, toDiffMarkdown, toDiffText } from '../../reports/index.ts';
import { readRun } from '../run/read.ts';
import { prepareFolder, putFile } from './result-files.ts';
import type { Terminal } from './terminal.ts';

export interface DiffFlags {
  out?: string;
  failOn?: 'new';
  strict?: boolean;
  json?: boolean;
}

/** Compares two runs. The exit code is 0 unless `--fail-on new` asks what is new. */
export function diff(terminal: Terminal, oldFile: string, newFile: string, flags: DiffFlags): number {
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
    const why = putFile(folder, file, text);
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
