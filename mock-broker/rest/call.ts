import type { Book } from '../book/book.ts';
import type { Account } from '../book/state.ts';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import type { FaultKind } from '../faults.ts';
import type { User } from '../users.ts';

/** One authenticated request, as a handler sees it. */
export interface Call {
  context: BrokerContext;
  book: Book;
  user: User;
  account: Account;
  /** The user and the client they came through, for the audit. */
  actor: string;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  /** Whether a fault of this kind was ordered for this request; takes it. */
  fault(kind: FaultKind): boolean;
}

export interface Answer {
  status: number;
  /** Absent for 204. */
  body?: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** A query parameter that appears once; a repeated or bracketed one is refused. */
export function queryText(call: Call, name: string): string | undefined {
  const value = call.query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw refusal('unprocessable', `${name} must appear once`);
  return value;
}

/** One of `choices`, or the first. */
export function queryChoice<T extends string>(call: Call, name: string, choices: readonly [T, ...T[]]): T {
  const value = queryText(call, name);
  if (value === undefined) return choices[0];
  if (!choices.includes(value as T))
    throw refusal('unprocessable', `invalid ${name}: must be one of ${choices.join(', ')}`);
  return value as T;
}

/** A whole number within bounds, or `otherwise`. */
export function queryCount(call: Call, name: string, otherwise: number, most: number): number {
  const value = queryText(call, name);
  if (value === undefined) return otherwise;
  const count = Number(value);
  if (!/^\d{1,9}$/.test(value) || count < 1 || count > most) {
    throw refusal('unprocessable', `${name} must be a whole number from 1 to ${most}`);
  }
  return count;
}

export function queryBoolean(call: Call, name: string): boolean {
  return queryChoice(call, name, ['false', 'true']) === 'true';
}

const earliest = Date.UTC(1970, 0, 2);
const latest = Date.UTC(2199, 11, 31);

/** Milliseconds since the epoch of an RFC 3339 time or a date of this age; NaN otherwise. */
function instantOf(value: string): number {
  const shape = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;
  const at = shape.test(value) ? Date.parse(value.replace(' ', 'T')) : Number.NaN;
  return at >= earliest && at <= latest ? at : Number.NaN;
}

/** Milliseconds since the epoch; undefined where absent. */
export function queryInstant(call: Call, name: string): number | undefined {
  const value = queryText(call, name);
  if (value === undefined) return undefined;
  const at = instantOf(value);
  if (Number.isNaN(at)) {
    throw refusal('unprocessable', `${name} must be an RFC 3339 time or a date, YYYY-MM-DD, from 1970 to 2199`);
  }
  return at;
}

/** A date, `YYYY-MM-DD`, also of a time. */
export function queryDate(call: Call, name: string): string | undefined {
  const at = queryInstant(call, name);
  return at === undefined ? undefined : queryText(call, name)!.slice(0, 10);
}
