import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { GatewayBehaviours } from '../behaviours.ts';
import { askForAll, type WholeAnswer } from '../upstream/whole-answer.ts';
import { isSpecialUse } from './special-use.ts';

/** The addresses of a host. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface ReaderOptions {
  behaviours: GatewayBehaviours;
  lookup?: Lookup | undefined;
  /** Origins that the operator vouches for: they may be anywhere, and without TLS. */
  trusted: readonly string[];
}

/** A document that was read. */
export interface ReadDocument {
  json: Record<string, unknown>;
  cacheControl: string | undefined;
}

/** The document could not be read. Why is nobody's business who may have sent us there. */
export class Unreadable extends Error {}

/** Its place did not answer in time, or not with all of it. */
export class TooSlow extends Unreadable {}

const deadlineMs = 5_000;
/** What the draft advises. */
const largest = 5 * 1024;
const bySystem: Lookup = async (host) => (await systemLookup(host, { all: true })).map(({ address }) => address);

/**
 * Reads a JSON document of a stranger (draft-ietf-oauth-client-id-metadata-document §6). Each address of its host is
 * looked at before anything is sent, and the connection goes to one of those and to no other that the name may have by
 * then. Redirects are not followed.
 */
export function createReader({ behaviours, lookup = bySystem, trusted }: ReaderOptions) {
  const headers = { accept: 'application/json' };

  async function addressOf({ hostname, origin }: URL): Promise<string> {
    const host = hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await lookup(host);
    const good = addresses.every((one) => behaviours.addressIsPublic(isSpecialUse(one)) || trusted.includes(origin));
    if (!good || !addresses[0]) throw new Unreadable('The host has no public address.');
    return addresses[0];
  }

  async function ask(url: URL, hops = 0): Promise<WholeAnswer> {
    const address = await addressOf(url);
    const pinned: LookupFunction = (_host, options, found) =>
      options.all ? found(null, [{ address, family: isIP(address) }]) : found(null, address, isIP(address));
    const largestAnswer = behaviours.documentIsNoLargerThan(largest);
    const answer = await askForAll({
      method: 'GET',
      url: url.href,
      headers,
      lookup: pinned,
      deadlineMs,
      largestAnswer,
    });
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers.location : undefined;
    if (location === undefined || behaviours.redirectIsNotFollowed(hops)) return answer;
    return ask(new URL(location, url), hops + 1);
  }

  /** For names as well, which are looked up before anything is sent. */
  async function askInTime(url: URL): Promise<WholeAnswer> {
    let forgetDeadline = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      const deadline = setTimeout(() => reject(new TooSlow('There was no answer in time.')), deadlineMs);
      forgetDeadline = () => clearTimeout(deadline);
    });
    return Promise.race([ask(url), late]).finally(forgetDeadline);
  }

  return async function read(url: string): Promise<ReadDocument> {
    const {
      status,
      headers: answered,
      text,
    } = await askInTime(new URL(url)).catch((error: unknown) => {
      throw error instanceof Unreadable ? error : new Unreadable('There was no whole answer.', { cause: error });
    });
    if (!behaviours.documentIsAnsweredWith200(status)) throw new Unreadable(`The answer is ${status}.`);
    if (!behaviours.documentIsJson(answered['content-type'])) throw new Unreadable('The answer is no JSON.');
    return { json: parsed(text), cacheControl: answered['cache-control'] };
  };
}

function parsed(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Unreadable('It is no JSON object.');
  return json as Record<string, unknown>;
}
