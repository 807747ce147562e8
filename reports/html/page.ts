import type { Exchange, Run } from '../../conformance/run/model.ts';
import { type Column, columnsOf, profileOf, type Result, resultsOf } from '../results.ts';
import { createExchangeLines, type ExchangeLines } from './exchange.ts';
import { createParts, type Parts } from './parts.ts';

/** What every piece of the page draws on. */
export interface Page {
  run: Run;
  results: Result[];
  columns: Column[];
  byNumber: Map<number, Exchange>;
  parts: Parts;
  lines: ExchangeLines;
  /** A clause in words, where the run knows it. */
  clauseSummary: (id: string) => string;
  /** "static-client · 2026-07-28". */
  nameOf: (at: { target: number; era: string }) => string;
}

export const createPage = (run: Run): Page => {
  const byNumber = new Map(run.exchanges.map((exchange) => [exchange.n, exchange]));
  const summaries = new Map(run.coverage.map((clause) => [clause.id, clause.summary]));
  return {
    run,
    results: resultsOf(run),
    columns: columnsOf(run),
    byNumber,
    parts: createParts(),
    lines: createExchangeLines(byNumber),
    clauseSummary: (id) => summaries.get(id) ?? '',
    nameOf: ({ target: index, era }) => {
      const target = run.targets[index];
      return `${target ? profileOf(target) : `target ${index}`} · ${era}`;
    },
  };
};
