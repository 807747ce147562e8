import Big from 'big.js';
import { closesAt, currentOrLastSession, sessionBefore } from './calendar.ts';
import type { Listing } from './symbols.ts';

const minute = 60_000;

/** A market: prices in dollars, sizes in shares. */
export interface Quote {
  bid: Big;
  ask: Big;
  bidSize: number;
  askSize: number;
  /** What positions are valued at. */
  last: Big;
  /** Milliseconds since the epoch: when the quote was made. */
  at: number;
}

/** 32 bits that follow from a text (FNV-1a with a final mix): chance in the market is a function of names and time. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A whole number from -`amplitude` to `amplitude`, moving in straight lines between seeded points `span` apart. */
function wave(seed: string, time: number, span: number, amplitude: number): number {
  const step = Math.floor(time / span);
  const point = (index: number) => (hash32(`${seed}:${span}:${index}`) % (2 * amplitude + 1)) - amplitude;
  const from = point(step);
  return from + Math.trunc(((point(step + 1) - from) * (time - step * span)) / span);
}

/** Whole cents from a dollar up, hundredths of a cent below: the tick sizes of Regulation NMS rule 612. */
const toTick = (units: number): number => (units >= 10_000 ? Math.round(units / 100) * 100 : units);

/** The seeded middle price at a minute, in ten-thousandths of a dollar: integers only. */
export function middleAt(seed: string, listing: Listing, at: number): number {
  const time = Math.floor(at / minute);
  const key = `${seed}:${listing.symbol}`;
  const week = wave(`${key}:week`, time, 7 * 24 * 60, 300);
  const half = wave(`${key}:half`, time, 30, 60);
  const jitter = wave(`${key}:jitter`, time, 1, 4);
  return toTick(listing.base + Math.round((listing.base * (week + half + jitter)) / 10_000));
}

const dollars = (units: number): Big => new Big(units).div(10_000);

/** While the market is closed the last minute of the last session stands. */
export function quoteTime(at: number): number {
  const session = currentOrLastSession(at);
  return Math.floor(Math.min(at, closesAt(session) - minute) / minute) * minute;
}

/** The seeded quote at an instant: the same for the same seed, symbol and minute. */
export function seededQuote(seed: string, listing: Listing, at: number): Quote {
  const time = quoteTime(at);
  const middle = middleAt(seed, listing, time);
  const tick = middle >= 10_000 ? 100 : 1;
  const half = Math.max(tick, Math.round(middle / 20_000 / tick) * tick);
  const size = hash32(`${seed}:${listing.symbol}:size:${time}`);
  return {
    bid: dollars(middle - half),
    ask: dollars(middle + half),
    bidSize: 1 + (size % 9),
    askSize: 1 + ((size >>> 8) % 9),
    last: dollars(middle),
    at: time,
  };
}

/** The price at the close of the session before the current one. */
export function previousClose(seed: string, listing: Listing, at: number): Big {
  const session = sessionBefore(currentOrLastSession(at).date);
  return dollars(middleAt(seed, listing, closesAt(session) - minute));
}
