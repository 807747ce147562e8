import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, describe, expect } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { Traits } from '../vocabulary/people.ts';
import type { JournalEntry } from '../vocabulary/test-hooks.ts';
import type { ConnectOptions, World } from '../vocabulary/world.ts';
import { confirmationIn, contentOf } from './confirmation.ts';

// An order in two steps: what a client does, and what is seen of it.

/** Somebody with a token, an account, and an allowance that nobody else spends. */
export interface Trader {
  connection: Connection;
  account: string;
  mcp: Mcp;
}

/** Somebody new where a hook makes people. */
export async function trader(
  world: World,
  traits: Traits = {},
  scope = 'trade',
  by: Pick<ConnectOptions, 'person' | 'client'> = {},
): Promise<Trader> {
  // Before anybody signs in for nothing: orders are placed where somebody has given leave to.
  world.tool('place').args('');
  const person = by.person ?? (await world.person({ trading: true, ...traits }));
  const connection = await world.connect({ ...by, person, scope });
  return { connection, account: await world.accountOf(connection), mcp: world.mcp(connection) };
}

/** Asks for an order, with these arguments put over the usual ones. */
export function prepare(world: World, { mcp, account }: Trader, over: Record<string, unknown> = {}): Promise<Answer> {
  const { name, args } = world.tool('place');
  return mcp.call(name, { ...args(account), ...over });
}

/** An order that waits for its confirmation, by the id of that; `Blocked` where none was given. */
export async function prepared(world: World, who: Trader, over: Record<string, unknown> = {}): Promise<string> {
  const answer = await prepare(world, who, over);
  const id = confirmationIn(answer);
  if (id !== undefined) return id;
  const by = 'confirmation/gives-an-id-and-a-summary';
  throw new Blocked(`no confirmation was given: ${describe(answer)}`, undefined, by);
}

export function confirm(
  world: World,
  { mcp }: Pick<Trader, 'mcp'>,
  id: string,
  more: Record<string, unknown> = {},
): Promise<Answer> {
  const { name, args } = world.tool('confirm');
  return mcp.call(name, { ...args(id), ...more });
}

/** Refused in one of the ways that there are: by HTTP, by the protocol, or as a tool error. */
export function isRefused(answer: Answer): boolean {
  const { result, error } = answer.rpc() ?? {};
  return answer.status >= 400 || error !== undefined || result?.isError === true;
}

export const expectRefused = (answer: Answer, what: string): void =>
  expect.that(isRefused(answer), { expected: `${what} to be refused`, seen: describe(answer), at: answer });

export const expectServed = (answer: Answer, what: string): void =>
  expect.that(answer.status === 200 && !isRefused(answer), {
    expected: `${what} to be served`,
    seen: describe(answer),
    at: answer,
  });

/** The order in an answer, by whatever member it stands. */
export function orderIn(answer: Answer): Record<string, unknown> {
  const content = contentOf(answer);
  const { order } = content;
  return typeof order === 'object' && order !== null ? (order as Record<string, unknown>) : content;
}

/** The orders that the broker was sent for somebody, whatever became of them. */
export const ordersSent = async (world: World, { connection: { person } }: Trader): Promise<JournalEntry[]> =>
  (await world.hooks.journal(person.id!)).filter(({ method, path }) => method === 'POST' && /\/orders$/.test(path));

/** What was sent to the broker, where its journal can be read. */
export async function expectSent(world: World, who: Trader, count: number, at?: Answer): Promise<void> {
  const sent = await ordersSent(world, who);
  const words = (n: number) => `${n} order${n === 1 ? '' : 's'} at the broker`;
  expect.that(sent.length === count, { expected: words(count), seen: words(sent.length), ...(at ? { at } : {}) });
}

/** Whether two values of a field are one: numbers by what they come to, words in any case. */
export function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [String(one).trim(), String(other).trim()];
  const isNumber = (text: string) => /^-?\d+(\.\d+)?$/.test(text);
  return isNumber(a) && isNumber(b) ? Number(a) === Number(b) : a.toLowerCase() === b.toLowerCase();
}

/** What an order is about; names differ, and these are those of most brokers. */
export const FIELDS = ['symbol', 'side', 'type', 'qty', 'limit_price', 'time_in_force'] as const;

/** Put over an order with a limit: one that is sent at whatever the price is. */
export const AT_THE_MARKET = { type: 'market', limit_price: undefined };
