import type { CreateMessageRequestParams, ElicitRequestFormParams } from '@modelcontextprotocol/sdk/types.js';

/** What a client may be asked while it waits for an answer. */
export type Question =
  | { method: 'elicitation/create'; params: Omit<ElicitRequestFormParams, 'task'> }
  | { method: 'sampling/createMessage'; params: Omit<CreateMessageRequestParams, 'task'> }
  | { method: 'roots/list' };

/** What it says to that, as the protocol has it: the shape was checked, the content was not. */
export type Reply = Readonly<Record<string, unknown>>;

/** What a client can be asked for, as it declares that. */
export type Askable = 'elicitation' | 'sampling' | 'roots';

/** By severity, the least first (RFC 5424). */
export const logLevels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * What a tool may say and ask before it answers, whatever era it was called in. With sessions the tool waits for a
 * reply; without them the call ends with what is asked, and a later one with the replies runs the tool from its start:
 * what must not be done twice is done `once`.
 */
export interface Talk {
  can(askable: Askable): boolean;
  /** Ends the call where the client cannot be asked for this; `instead` says to the model what to do then. */
  must(askable: Askable, instead: string): void;
  /** Replies by the same keys. Those to questions that were never asked count only where they are told `freely`. */
  ask<Key extends string>(questions: Record<Key, Question>, freely?: 'freely'): Promise<Record<Key, Reply>>;
  /** Asks the user, and resolves with whether they said an explicit yes. The message says what to. */
  confirm(message: string): Promise<boolean>;
  /** What `make` gave the first time, also where the call has begun anew since. Plain JSON. */
  once<Made>(name: string, make: () => Promise<Made>): Promise<Made>;
  log(level: LogLevel, data: unknown): void;
  /** Is told to clients that asked for it; `progress` grows with each call. */
  progress(progress: number, total: number, message: string): void;
  /** The client has cancelled. */
  readonly signal: AbortSignal;
}

/** Which capability of the client a question needs. */
export const askableOf = ({ method }: Question): Askable =>
  method === 'elicitation/create' ? 'elicitation' : method === 'roots/list' ? 'roots' : 'sampling';

/** A question whose one good answer is a tick. */
export const yesOrNo = (message: string): Question => ({
  method: 'elicitation/create',
  params: {
    mode: 'form',
    message,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Yes, go on', default: false } },
      required: ['confirm'],
    },
  },
});
