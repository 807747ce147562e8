import { piecesOfRun, writeRun } from '../conformance/run/encode.ts';
import type { Run } from '../conformance/run/model.ts';
import { pipelineOf, toAnnotations, toCodeQuality } from './formats/annotations.ts';
import { toBadge } from './formats/badge.ts';
import { toCtrf } from './formats/ctrf.ts';
import { toJUnit } from './formats/junit.ts';
import { toSarif } from './formats/sarif.ts';
import { toMarkdown } from './formats/summary.ts';
import { toTable } from './formats/terminal.ts';
import { toHtml } from './html/to-html.ts';

/** A format: the name of its file in `--out`, and what fills it. */
export interface Reporter {
  file: string;
  render: (run: Run) => string;
  /** The same in pieces, where it can be large. */
  pieces?: (run: Run) => Iterable<string>;
}

/** Every format, by the name that `--reporter` takes. */
export const reporters: Readonly<Record<string, Reporter>> = {
  json: { file: 'run.json', render: writeRun, pieces: piecesOfRun },
  html: { file: 'index.html', render: toHtml },
  junit: { file: 'junit.xml', render: toJUnit },
  summary: { file: 'summary.md', render: toMarkdown },
  table: { file: 'table.txt', render: (run) => toTable(run) },
  sarif: { file: 'openbell.sarif', render: toSarif },
  ctrf: { file: 'ctrf-report.json', render: toCtrf },
  badge: { file: 'badge.svg', render: toBadge },
  gitlab: { file: 'gl-code-quality-report.json', render: toCodeQuality },
  github: { file: 'annotations-github.txt', render: (run) => toAnnotations(run, 'github') },
  azure: { file: 'annotations-azure.txt', render: (run) => toAnnotations(run, 'azure') },
  teamcity: { file: 'annotations-teamcity.txt', render: (run) => toAnnotations(run, 'teamcity') },
};

export { againstOf, type Diff, diffOf, newFailureCode } from './diff.ts';
export { findingsOf } from './findings.ts';
export { toDiffHtml, toDiffMarkdown, toDiffText } from './formats/diff.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export { countVerdicts } from './results.ts';
export { pipelineOf, toAnnotations, toBadge, toHtml, toJUnit, toMarkdown, toTable };
