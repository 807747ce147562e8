import { z } from 'zod';
import type { BrokerUser } from '../access.ts';
import type { Cursors } from '../partners/cursors.ts';
import type { Talk } from './talk.ts';

/** From when to when, in milliseconds. */
export interface Range {
  start: number;
  end: number;
}

/** What a tool may use: the caller at the brokerage, and nothing of MCP. */
export interface Desk {
  user: BrokerUser;
  /** Each resolves with the parsed body of a 2xx answer and rejects with `BrokerRefusal` or `BrokerUnreachable`. */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  patch(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
  /**
   * Posts a new order, with a `client_order_id` of its own where the caller gave none, so that an order whose answer
   * was lost can be found again: that is `OutcomeUnknown`, and never a second try.
   */
  placeOrder(path: string, order: Record<string, unknown>): Promise<unknown>;
  /** The user's connections to brokers: those that their platform keeps, or the one by which they signed in. */
  connections: readonly DeskConnection[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** When the gateway started, likewise. */
  readonly startedAt: number;
  /** Where lists go on. */
  cursors: Cursors;
  /** How many rows a page gets. */
  rowsAtOnce(asked: number, most: number): number;
  /** How far back a range may reach, and how many rows there are where nobody says. */
  readonly usual: { rangeDays: number; rows: number };
  /** The part of a range of milliseconds that is served, and what of it is told. */
  rangeWithin(asked: Range, allowed: Range): { served: Range; told: Range };
  /** Orders in two calls, for products that have them. */
  twoStep: TwoStepOrders;
}

/** A broker, as one connection of the user reaches it. */
export interface DeskConnection {
  id: string;
  type: 'trade' | 'read';
  status: 'active' | 'disabled';
  /** The accounts that it reaches; as fresh as a minute. */
  accounts(): Promise<readonly { id: string; account_number: string }[]>;
  /** Each resolves with the parsed body of a 2xx answer and rejects with `BrokerRefusal` or `BrokerUnreachable`. */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

/** An order as it is shown before it is confirmed, and sent after. All of it is decided by then. */
export interface OrderTicket {
  account_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  type: 'market' | 'limit';
  qty: string;
  limit_price?: string;
  time_in_force: 'day' | 'gtc';
}

/** What the market looked like to whoever read the summary. Prices and money are decimal strings. */
export interface OrderPreview {
  price: string;
  marketOpen: boolean;
}

/** Orders in two calls (CN-7). */
export interface TwoStepOrders {
  /** Throws where the connection was made without trading. */
  mustTrade(connection: DeskConnection): void;
  /** What the market is like for such an order. Throws where the connection was made without trading. */
  look(connection: DeskConnection, ticket: OrderTicket): Promise<OrderPreview>;
  /** Keeps the order and sends nothing. */
  create(
    connection: DeskConnection,
    ticket: OrderTicket,
    preview: OrderPreview,
  ): Promise<{ id: string; expiresAt: number }>;
  /**
   * Sends the order that was kept, once, and resolves with the broker's answer, each time with the same. Rejects with
   * `BrokerRefusal`, `ToolProblem`, or `OutcomeUnknown` where nobody can tell.
   */
  confirm(id: string): Promise<unknown>;
}

/** MCP tool annotations, all four, because their defaults are not ours. */
export interface Annotations {
  /** Changes nothing at the brokerage. */
  readOnlyHint: boolean;
  /** May undo, spend or end something. */
  destructiveHint: boolean;
  /** The same call again changes nothing more. */
  idempotentHint: boolean;
  /** Reaches the market, not the user's own account alone. */
  openWorldHint: boolean;
}

/** A tool as data. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  /** The scope that opens it. */
  scope: string;
  annotations: Annotations;
  /** The request or requests to the brokerage, for the documentation. */
  brokerCall: string;
  input: z.ZodObject;
  /** As it is listed, where zod has no words for it. */
  inputSchema?: { type: 'object'; [keyword: string]: unknown };
  /** It may be called as a task: it takes its time, or waits for somebody. */
  asTask?: true;
  /** Left out where a call gives a result of MCP as it is. */
  output?: z.ZodObject;
  call(desk: Desk, args: Record<string, unknown>, talk: Talk): Promise<unknown>;
}

/** Declares a tool, with `call` typed by its two schemas. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(
  declaration: Omit<Tool, 'input' | 'output' | 'call'> & {
    input: Input;
    output: Output;
    call(desk: Desk, args: z.output<Input>, talk: Talk): Promise<z.input<Output>>;
  },
): Tool {
  return declaration as unknown as Tool;
}

/** The brokerage answered with an error: its HTTP status, and its own numeric code where it sent one. */
export class BrokerRefusal extends Error {
  readonly status: number;
  readonly code: number | string | undefined;
  constructor(status: number, code: number | string | undefined, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The tool cannot do what was asked, for a reason of its own: told to the model as it stands. */
export class ToolProblem extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** An order was sent and no answer came back. It may stand: never sent again by the gateway. */
export class OutcomeUnknown extends Error {
  readonly clientOrderId: string;
  constructor(clientOrderId: string, reason: string) {
    super(
      `The outcome of this order is UNKNOWN: ${reason}. Look for client_order_id ${clientOrderId} before placing it again.`,
    );
    this.clientOrderId = clientOrderId;
  }
}

/** Reads own account, changes nothing. */
export const readsAccount: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** Reads the market, changes nothing. */
export const readsMarket: Annotations = { ...readsAccount, openWorldHint: true };

/** Sends something to the market that cannot be taken back; repeating it does it again. */
export const trades: Annotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** Takes orders off the market; repeating it changes nothing more. */
export const cancels: Annotations = { ...trades, idempotentHint: true };

/** An exact decimal number as text, above zero. */
export const decimal = z
  .string()
  .max(32)
  .regex(/^(?!0+(\.0+)?$)\d+(\.\d+)?$/, 'must be a decimal number above zero as a string, for example "400.00"');

/** A ticker symbol, as the brokerage spells it. */
export const ticker = z
  .string()
  .regex(/^[A-Z][A-Z0-9.]{0,11}$/, 'must be a ticker symbol in capitals, for example "AAPL"');
