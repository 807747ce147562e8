import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A gateway that nobody here wrote, running on loopback and on the real clock. */
export interface Witness {
  /** Its MCP URL. */
  url: string;
  users?: { username: string; password: string; traits?: 'disposable'[] }[];
  /** Clients that are known beforehand, where the gateway takes no registrations. */
  clients?: { clientId: string; clientSecret?: string; redirectUri?: string }[];
  /** A token that works, where nobody can sign in. */
  token?: string;
  close(): Promise<void>;
}

/** What the documents and the packages say about one obligation, written before openbell was first run against it. */
export interface Expectation {
  /** A check or a journey of openbell, or `exercise/*` for all those of an exercise that have no row of their own. */
  of: string;
  stands: 'meets' | 'deviates' | 'does not apply';
  /** The clause that decides, as `conformance/clauses` names it. */
  clause: string;
  because: string;
}

const row =
  (stands: Expectation['stands']) =>
  (of: string, clause: string, because: string): Expectation => ({ of, stands, clause, because });
export const meets = row('meets');
export const deviates = row('deviates');
export const doesNotApply = row('does not apply');

/** What is asked of each witness. */
export interface WitnessKind {
  name: string;
  /** In a sentence: what it is put together from, and what it shows that the others do not. */
  shows: string;
  expectations: Expectation[];
  start(): Promise<Witness>;
}

/** Who can sign in to every witness that asks: two people, and one who may be locked out. */
export const people: NonNullable<Witness['users']> = [
  { username: 'ada@example.com', password: 'notes-of-1843' },
  { username: 'grace@example.com', password: 'nanosecond-of-wire' },
  { username: 'nobody@example.com', password: 'may-be-forgotten', traits: ['disposable'] },
];

/** Whether these words sign in one of them. */
export const signsIn = (username: unknown, password: unknown): boolean =>
  people.some((one) => one.username === username && one.password === password);

/** Listens on a free port of 127.0.0.1. `respond` may be set after the origin is known. */
export async function listen() {
  const server = createServer((req, res) => listening.respond(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    respond: (_req: IncomingMessage, res: ServerResponse): void => void res.writeHead(503).end(),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return listening;
}
