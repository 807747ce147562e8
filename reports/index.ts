import { writeRun } from '../conformance/run/encode.ts';
import type { Run } from '../conformance/run/model.ts';
import { toHtml } from './html/to-html.ts';
import { toJUnit } from './junit.ts';
import { toMarkdown } from './summary.ts';
import { toTable } from './terminal.ts';

/** A format: the name of its file in `--out`, and what fills it. */
export interface Reporter {
  file: string;
  render: (run: Run) => string;
}

/** Every format, by the name that `--reporter` takes. */
export const reporters: Readonly<Record<string, Reporter>> = {
  json: { file: 'run.json', render: writeRun },
  html: { file: 'index.html', render: toHtml },
  junit: { file: 'junit.xml', render: toJUnit },
  summary: { file: 'summary.md', render: toMarkdown },
  table: { file: 'table.txt', render: (run) => toTable(run) },
};

export { findingsOf } from './findings.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export { countVerdicts } from './results.ts';
export { toHtml, toJUnit, toMarkdown, toTable };
