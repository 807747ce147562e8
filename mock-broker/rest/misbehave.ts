import type { Request, Response } from 'express';
import { Refusal, refusal } from '../errors.ts';
import type { Fault, FaultKind } from '../faults.ts';
import type { Answer } from './call.ts';

/** Faults of the wire, in place of an orderly answer. */
export const wireFaults: readonly FaultKind[] = [
  'accept_then_drop',
  'drop_before_accept',
  'timeout',
  'server_error',
  'rate_limited',
  'malformed_json',
  'ok_with_error',
  'slow',
  'duplicate_delivery',
];

export interface Exchange {
  req: Request;
  res: Response;
  /** Does what was asked; throws the refusal. */
  handle(): Answer;
  send(answer: Answer): void;
  /** Answers with an error in the documented shape. */
  fail(error: unknown): void;
  /** Hangs up without an answer, and journals that. */
  drop(): void;
  /** Runs when so many seconds of the clock have passed. */
  wait(seconds: number, run: () => void): void;
}

/** Lets the request take effect, whatever the answer would have been. */
function takeEffect(exchange: Exchange): void {
  try {
    exchange.handle();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Half of the JSON that should have been sent. */
function sendHalf({ res }: Exchange, answer: Answer): void {
  const text = JSON.stringify(answer.body ?? {});
  res
    .status(answer.status)
    .type('application/json')
    .end(text.slice(0, Math.ceil(text.length / 2)));
}

function answerLater(exchange: Exchange, seconds: number): void {
  exchange.wait(seconds, () => {
    try {
      exchange.send(exchange.handle());
    } catch (error) {
      exchange.fail(error);
    }
  });
}

/** Goes wrong as ordered. */
export function misbehave(fault: Fault, exchange: Exchange): void {
  switch (fault.kind) {
    case 'drop_before_accept':
      exchange.drop();
      return;
    case 'accept_then_drop':
      takeEffect(exchange);
      exchange.drop();
      return;
    case 'timeout':
      if (fault.accept) takeEffect(exchange);
      exchange.wait(fault.seconds ?? 60, exchange.drop);
      return;
    case 'server_error':
      throw new Refusal(fault.status ?? 500, 50010000, 'internal server error occurred');
    case 'rate_limited':
      exchange.res.setHeader('Retry-After', 1);
      throw refusal('rateLimited', 'too many requests.');
    case 'malformed_json':
      sendHalf(exchange, exchange.handle());
      return;
    case 'ok_with_error':
      exchange.send({ status: 200, body: { code: 40310000, message: 'the order was rejected by the risk check' } });
      return;
    case 'slow':
      answerLater(exchange, fault.seconds ?? 5);
      return;
    default: {
      const answer = exchange.handle();
      takeEffect(exchange);
      exchange.send(answer);
    }
  }
}
