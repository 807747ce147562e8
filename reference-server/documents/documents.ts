import type { Clock } from '../../mock-broker/clock.ts';
import type { GatewayBehaviours } from '../behaviours.ts';
import { createBoundedMap } from '../oauth/bounded-map.ts';
import { createReader, type Lookup, type ReadDocument, TooSlow, Unreadable } from './read-document.ts';

/** Documents of strangers, read and kept for as long as they say, within bounds. */
export interface Documents {
  /** Rejects with `Unreadable`. What `accept` throws at is not kept; `network` is where whoever asks for it is. */
  read<Value>(url: string, accept: (json: Record<string, unknown>) => Value, network?: string): Promise<Value>;
  /** Whether documents of this origin may come without TLS. */
  mayBePlain(origin: string): boolean;
  /** Vouches for an origin: it may be anywhere, and `plain` without TLS. */
  trust(origin: string, plain?: boolean): void;
}

interface DocumentsParts {
  behaviours: GatewayBehaviours;
  clock: Clock;
  lookup?: Lookup | undefined;
  trusted?: readonly string[] | undefined;
  onReset(run: () => void): void;
}

/** What strangers can make us do at once, all of them and those of one network: nobody takes what others need. */
const mostAtOnce = 20;
const mostOfANetwork = 4;
/** A place that does not answer is left alone for so long; what it answers, errors among that, is never kept against it. */
const leftAloneMs = 30_000;

export function createDocuments({ behaviours, clock, onReset, ...options }: DocumentsParts): Documents {
  const trusted = [...(options.trusted ?? [])];
  const plain = new Set(trusted);
  const readNow = createReader({ behaviours, lookup: options.lookup, trusted });
  const kept = createBoundedMap<{ json: Record<string, unknown>; until: number }>(1_000);
  const leftAlone = createBoundedMap<number>(1_000);
  const underWay = new Map<string, { network: string; reading: Promise<ReadDocument> }>();
  onReset(() => {
    kept.clear();
    leftAlone.clear();
    trusted.splice(0, trusted.length, ...(options.trusted ?? []));
    plain.clear();
    for (const origin of trusted) plain.add(origin);
  });

  function readOnce(url: string, network: string): Promise<ReadDocument> {
    const waitedFor = underWay.get(url);
    if (waitedFor) return waitedFor.reading;
    const ofNetwork = [...underWay.values()].filter((one) => one.network === network).length;
    if (!behaviours.documentsAreReadFewAtATime(underWay.size, mostAtOnce, ofNetwork, mostOfANetwork)) {
      return Promise.reject(new Unreadable('Too many are read at once.'));
    }
    if (clock.now() < (leftAlone.get(url) ?? 0)) return Promise.reject(new TooSlow('It did not answer before.'));
    const reading = readNow(url)
      .catch((error: unknown) => {
        if (error instanceof TooSlow) leftAlone.set(url, clock.now() + leftAloneMs);
        throw error;
      })
      .finally(() => underWay.delete(url));
    underWay.set(url, { network, reading });
    return reading;
  }

  return {
    async read(url, accept, network = '') {
      const known = kept.get(url);
      if (known && clock.now() < known.until) return accept(known.json);
      const { json, cacheControl } = await readOnce(url, network);
      const value = accept(json);
      const seconds = behaviours.documentIsKeptFor(secondsOf(cacheControl));
      if (seconds > 0) kept.set(url, { json, until: clock.now() + seconds * 1000 });
      return value;
    },
    mayBePlain: (origin) => plain.has(origin),
    trust(origin, isPlain = true) {
      trusted.push(origin);
      if (isPlain) plain.add(origin);
    },
  };
}

/** RFC 9111 §5.2.2, for a cache that many share; undefined where the document says nothing. */
function secondsOf(cacheControl: string | undefined): number | undefined {
  const words = (cacheControl ?? '')
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  if (words.some((word) => /^(no-store|no-cache|private)(=|$)/.test(word))) return 0;
  const age = (name: string) => words.map((word) => new RegExp(`^${name}="?(\\d+)"?$`).exec(word)?.[1]).find(Boolean);
  const told = age('s-maxage') ?? age('max-age');
  return told === undefined ? undefined : Number(told);
}
