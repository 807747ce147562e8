import { reporters } from '../../reports/index.ts';
import { coverage } from '../clauses/clauses.ts';
import { version } from '../files/package-root.ts';
import { lineOf, piecesOfRun } from '../run/encode.ts';
import type { Run } from '../run/model.ts';
import { NOT_OVER } from '../runner/assemble.ts';
import type { RunOptions } from '../runner/options.ts';
import { type NamedReporter, putFile, removeFiles } from './result-files.ts';

/** Milliseconds between two drafts while results come in. */
const BETWEEN = 800;

/** `run.json` as far as a run has come: whoever kills the process loses a second of results, and no more. */
export interface Draft {
  /** There is one more result; `soFar` makes the run with it. */
  grew(soFar: () => Run): void;
  /** The run is over: what is written now is not a draft. */
  close(): void;
}

/**
 * Takes away what an earlier run left in `folder`, lest it be taken for this one, and puts a run there that says it is
 * not over. `formats` are the reporters that were asked for: without `json` nothing is left until the end.
 */
export function openDraft(folder: string, formats: readonly NamedReporter[], first: Run): Draft {
  removeFiles(
    folder,
    [...Object.values(reporters), ...formats].map(({ file }) => file),
  );
  const { file } = reporters.json!;
  const wanted = formats.some(({ name }) => name === 'json');
  // Most of a draft stood in the one before.
  const lines = new WeakMap<object, string>();
  const line = (item: unknown): string => {
    if (typeof item !== 'object' || item === null) return lineOf(item);
    const written = lines.get(item) ?? lineOf(item);
    lines.set(item, written);
    return written;
  };
  const put = (run: Run) => wanted && putFile(folder, file, piecesOfRun(run, line));
  let due: NodeJS.Timeout | undefined;
  put(first);
  return {
    grew(soFar) {
      due ??= setTimeout(() => {
        due = undefined;
        put(soFar());
      }, BETWEEN).unref();
    },
    close: () => clearTimeout(due),
  };
}

/** The run that stands for “not looked at yet”, or, in the end, “could not look”. */
export const emptyRun = (
  targets: Run['targets'],
  startedAt: string,
  { checks }: Pick<RunOptions, 'checks'>,
  why = NOT_OVER,
): Run => ({
  schema: 'openbell.run/1',
  tool: { name: 'openbell', version },
  startedAt,
  durationMs: 0,
  complete: false,
  incompleteBecause: why,
  targets,
  summary: { pass: 0, fail: 0, warn: 0, blocked: 0, untestable: 0, notApplicable: 0, error: 0 },
  checks: [],
  scenarios: [],
  exchanges: [],
  coverage: coverage(checks),
  ledger: [],
});
