import type { Changed, Exchange, Run } from '../../conformance/run/model.ts';
import { type Column, columnsOf, profileOf, type Result, resultsOf } from '../results.ts';
import { addressesOf } from './address.ts';
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
  /** What addresses call a target and era. */
  addressOf: (at: { target: number; era: string }) => string;
  /** The place of one result on the page: of this check, for this target, in this era. */
  anchor: (result: Placed) => string;
  /** What became of a result since the earlier run. */
  changeOf: (result: Placed) => Changed | undefined;
}

type Placed = Pick<Result, 'kind' | 'id' | 'target' | 'era'>;

export const createPage = (run: Run): Page => {
  const byNumber = new Map(run.exchanges.map((exchange) => [exchange.n, exchange]));
  const summaries = new Map(run.coverage.map((clause) => [clause.id, clause.summary]));
  const addressOf = addressesOf(run);
  const anchor = (result: Placed) => `${rowId(result)}@${addressOf(result)}`;
  const changes = new Map(
    run.against?.changes.flatMap((one) =>
      one.target === undefined ? [] : [[anchor({ ...one, target: one.target }), one] as const],
    ),
  );
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
    addressOf,
    anchor,
    changeOf: (result) => changes.get(anchor(result)),
  };
};

/** The place of a check or journey, whatever the target. */
export const rowId = ({ kind, id }: Pick<Result, 'kind' | 'id'>) => `${kind}-${id}`;
