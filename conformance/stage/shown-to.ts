import type { Exchange } from '../run/model.ts';
import type { Answer } from '../vocabulary/answer.ts';
import type { Discovery, Found } from '../vocabulary/discovery.ts';
import { Violation } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import { createAnswer } from '../wire/answer.ts';
import { noteHungUp, noteLeftOpen, type Recorder, wasHungUp, wasLeftOpen } from '../wire/recorder.ts';
import { once } from './once.ts';

// What was exchanged once and is judged by several stands with each of them, under the numbers that it has there.

const originals = new WeakMap<Exchange, Exchange>();

/** The exchange that this one is a copy of, or itself. */
export const originalOf = (exchange: Exchange): Exchange => originals.get(exchange) ?? exchange;

/** Puts exchanges that somebody else had into this record, and returns how far their numbers moved. */
export function copied(recorder: Recorder, exchanges: readonly Exchange[]): number {
  const offset = recorder.exchanges.length + 1 - (exchanges[0]?.n ?? 1);
  for (const one of exchanges) {
    const copy = { ...one, n: one.n + offset };
    originals.set(copy, originalOf(one));
    if (wasLeftOpen(one)) noteLeftOpen(copy);
    if (wasHungUp(one)) noteHungUp(copy);
    recorder.exchanges.push(copy);
  }
  return offset;
}

const answerAt = ({ status, headers, setCookies, text, exchange, url }: Answer, offset: number): Answer =>
  createAnswer({ status, headers, setCookies, text, exchange: exchange + offset, url });

/** An answer that several judge: whoever comes first asks for it, and it stands with each of them. */
export async function answerShownTo(
  known: Map<string, Promise<unknown>>,
  recorder: Recorder,
  name: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const key = `the answer to ${name}`;
  const { answer, exchange } = await once(known as Map<string, Promise<Asked>>, key, async () => {
    const answer = await ask();
    return { answer, exchange: recorder.exchanges.find(({ n }) => n === answer.exchange)! };
  });
  // Who was busy is asked again.
  if (answer.status === 429 || answer.status >= 500) known.delete(key);
  if (recorder.exchanges.includes(exchange)) return answer;
  return answerAt(answer, copied(recorder, [exchange]));
}

interface Asked {
  answer: Answer;
  exchange: Exchange;
}

/** A connection, and the exchanges that led to it. */
export function connectionShownTo(
  recorder: Recorder,
  connection: Connection,
  exchanges: readonly Exchange[],
): Connection {
  const offset = copied(recorder, exchanges);
  const moved = <T extends { exchange: number }>(at: T): T => ({ ...at, exchange: at.exchange + offset });
  const { authorized, tokenAnswer } = connection;
  const { pages, stoppedAt, redirect } = authorized.landing;
  return {
    ...connection,
    tokenAnswer: answerAt(tokenAnswer, offset),
    authorized: {
      ...authorized,
      landing: {
        ...authorized.landing,
        pages: pages.map(moved),
        ...(stoppedAt ? { stoppedAt: moved(stoppedAt) } : {}),
        ...(redirect ? { redirect: moved(redirect) } : {}),
      },
    },
  };
}

/** What was discovered, and the exchanges by which it was. */
export function discoveryShownTo(recorder: Recorder, discovery: Discovery, exchanges: readonly Exchange[]): Discovery {
  const offset = copied(recorder, exchanges);
  const moved = (found: Found): Found => ({ ...found, answer: answerAt(found.answer, offset) });
  const { unauthenticated, resourceMetadata, authorizationServer } = discovery;
  return {
    ...discovery,
    unauthenticated: answerAt(unauthenticated, offset),
    ...(resourceMetadata ? { resourceMetadata: moved(resourceMetadata) } : {}),
    ...(authorizationServer ? { authorizationServer: moved(authorizationServer) } : {}),
  };
}

/** What it failed of, with the exchanges that led to it. */
export function failureShownTo(recorder: Recorder, failure: unknown, exchanges: readonly Exchange[]): unknown {
  const offset = copied(recorder, exchanges);
  if (!(failure instanceof Violation) || failure.exchange === undefined) return failure;
  return new Violation(failure.expected, failure.seen, { exchange: failure.exchange + offset });
}
