import type { Exchange, Party } from '../run/model.ts';

/** One line of the story: what somebody did, with the exchange that shows it where there is one. */
export interface StoryLine {
  who: Party;
  what: string;
  exchange?: number;
}

const raced = new WeakSet<Exchange>();

/** Notes that which answer this one got, of several right ones, was a matter of timing. */
export const noteRaced = (exchange: Exchange): void => void raced.add(exchange);
export const wasRaced = (exchange: Exchange): boolean => raced.has(exchange);

const leftOpen = new WeakSet<Exchange>();

/** Notes that its stream was still open a while after the answer had come, and was left then. */
export const noteLeftOpen = (exchange: Exchange): void => void leftOpen.add(exchange);
export const wasLeftOpen = (exchange: Exchange): boolean => leftOpen.has(exchange);

const ended = new WeakSet<Exchange>();

/** Notes that the server ended a stream that was followed as it came. */
export const noteEnded = (exchange: Exchange): void => void ended.add(exchange);
export const wasEnded = (exchange: Exchange): boolean => ended.has(exchange);

const hungUp = new WeakSet<Exchange>();

/** Notes that we left its stream before it had ended. */
export const noteHungUp = (exchange: Exchange): void => void hungUp.add(exchange);
export const wasHungUp = (exchange: Exchange): boolean => hungUp.has(exchange);

/** Keeps the exchanges and the story of one check or scenario, numbered from 1. */
export interface Recorder {
  exchanges: Exchange[];
  story: StoryLine[];
  /** Remembers a request that is about to be sent; its number is `n`. */
  begin(from: Party, to: Party, request: Exchange['request']): Exchange;
  tell(who: Party, what: string, exchange?: number): void;
}

export function createRecorder(): Recorder {
  const exchanges: Exchange[] = [];
  const story: StoryLine[] = [];
  return {
    exchanges,
    story,
    begin(from, to, request) {
      const exchange: Exchange = { n: exchanges.length + 1, from, to, request, ms: 0 };
      exchanges.push(exchange);
      return exchange;
    },
    tell(who, what, exchange) {
      story.push({ who, what, ...(exchange ? { exchange } : {}) });
    },
  };
}
