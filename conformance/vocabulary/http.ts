import type { Party } from '../run/model.ts';
import type { Answer } from './answer.ts';

/** A request as a probe writes it: nothing is added but `host` and the length. */
export interface Outgoing {
  method?: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Sent as `application/x-www-form-urlencoded`. */
  form?: Record<string, string | undefined>;
  /** Sent as `application/json`. */
  json?: unknown;
  /** So many spaces are sent behind the body, which JSON allows: no record holds them. */
  spaces?: number;
  /** Who sends it; the client unless told. */
  from?: Party;
  /** Which of several right answers comes is a matter of timing: the report of a run that went well shows none. */
  isRaced?: boolean;
  /** How far something has come by now is a matter of timing, too. */
  isMomentary?: boolean;
  /** Milliseconds until a whole answer is waited for no longer, where none would be no fault of the server. */
  patience?: number;
}

export interface Http {
  send(outgoing: Outgoing): Promise<Answer>;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  /** Opens a stream (SSE) and returns as soon as the headers are there. */
  open(
    outgoing: Outgoing,
  ): Promise<{ answer: Answer; next(milliseconds?: number): Promise<string | 'ended' | 'silent'>; close(): void }>;
}
