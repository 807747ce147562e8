/** An answer that refuses: HTTP status, Alpaca's numeric code, a message for people and, for some, further fields. */
export class Refusal extends Error {
  readonly status: number;
  /** Null for the rows that carry none. */
  readonly code: number | null;
  readonly extras: Record<string, unknown>;

  constructor(status: number, code: number | null, message: string, extras: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }
}

const catalogue = {
  malformed: [400, 40010000],
  unauthorized: [401, 40110000],
  /** A key of the live environment: Alpaca sends no code with it. */
  otherEnvironment: [403, null],
  forbidden: [403, 40310000],
  patternDayTrading: [403, 40310100],
  notFound: [404, 40410000],
  unprocessable: [422, 40010001],
  orderRule: [422, 42210000],
  rateLimited: [429, 42910000],
  internal: [500, 50010000],
} as const;

/** A refusal of one row of the catalogue: status and code are the contract, the message is not. */
export const refusal = (row: keyof typeof catalogue, message: string, extras?: Record<string, unknown>): Refusal =>
  new Refusal(catalogue[row][0], catalogue[row][1], message, extras);
