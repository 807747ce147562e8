import { getPublicSuffix } from 'tough-cookie';

/** How a page came to ask for the next one: what a browser says about that in its headers. */
export interface Initiator {
  /** The page from which somebody went on; undefined for an address that was typed or that a program opened. */
  page?: string | undefined;
  referrerPolicy: string;
  /** Addresses of the redirects since. */
  chain: readonly string[];
}

const POLICIES = [
  ...['no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin'],
  ...['origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
];
const DEFAULT_POLICY = 'strict-origin-when-cross-origin';

/** The last value that a browser knows (Referrer Policy §8.1); undefined where there is none. */
export const referrerPolicyOf = (header: string | undefined): string | undefined =>
  (header ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .findLast((one) => POLICIES.includes(one));

export const startedByHand = (): Initiator => ({ referrerPolicy: DEFAULT_POLICY, chain: [] });
export const startedAt = (page: string, policy: string | undefined): Initiator => ({
  page,
  referrerPolicy: policy ?? DEFAULT_POLICY,
  chain: [],
});

const isDowngrade = (from: URL, to: URL): boolean => from.protocol === 'https:' && to.protocol !== 'https:';
const isLoopback = ({ hostname }: URL): boolean => /^(127\.|\[::1\]$|localhost$)|\.localhost$/.test(hostname);
/** Secure contexts alone are told where a request came from. */
const isTrustworthy = (url: URL): boolean => url.protocol === 'https:' || isLoopback(url);

function siteOf(url: URL): string {
  const registrable = /^[\d.]+$|^\[/.test(url.hostname)
    ? url.hostname
    : (getPublicSuffix(url.hostname, { allowSpecialUseDomain: true, ignoreError: true }) ?? url.hostname);
  return `${url.protocol}//${registrable}`;
}

/** Scheme and registrable domain are the same; ports do not count. */
export const isSameSite = (one: URL, other: URL): boolean => siteOf(one) === siteOf(other);

/** Referrer Policy §8.3. */
function refererOf({ page, referrerPolicy }: Initiator, to: URL): string | undefined {
  if (page === undefined) return undefined;
  const from = new URL(page);
  const isSameOrigin = from.origin === to.origin;
  const whole = `${from.origin}${from.pathname}${from.search}`;
  const bare = `${from.origin}/`;
  const unlessDowngraded = (value: string) => (isDowngrade(from, to) ? undefined : value);
  switch (referrerPolicy) {
    case 'no-referrer':
      return undefined;
    case 'same-origin':
      return isSameOrigin ? whole : undefined;
    case 'origin':
      return bare;
    case 'strict-origin':
      return unlessDowngraded(bare);
    case 'origin-when-cross-origin':
      return isSameOrigin ? whole : bare;
    case 'unsafe-url':
      return whole;
    case 'no-referrer-when-downgrade':
      return unlessDowngraded(whole);
    default:
      return isSameOrigin ? whole : unlessDowngraded(bare);
  }
}

/** Fetch, “append a request Origin header”, for a form that is posted. */
function originOf({ page, referrerPolicy, chain }: Initiator, to: URL): string {
  if (page === undefined) return 'null';
  const from = new URL(page);
  const hops = [...chain, to.href].map((one) => new URL(one).origin);
  const isTainted = hops.some((origin, at) => at > 0 && origin !== hops[at - 1] && hops[at - 1] !== from.origin);
  if (isTainted || referrerPolicy === 'no-referrer') return 'null';
  const isHidden =
    referrerPolicy === 'same-origin'
      ? from.origin !== to.origin
      : ['no-referrer-when-downgrade', 'strict-origin', DEFAULT_POLICY].includes(referrerPolicy) &&
        isDowngrade(from, to);
  return isHidden ? 'null' : from.origin;
}

function fetchSite({ page, chain }: Initiator, to: URL): string {
  if (page === undefined) return 'none';
  const from = new URL(page);
  const hops = [...chain.map((one) => new URL(one)), to];
  if (hops.every((one) => one.origin === from.origin)) return 'same-origin';
  return hops.every((one) => isSameSite(one, from)) ? 'same-site' : 'cross-site';
}

/** The headers by which a browser tells the server of `to` where the request comes from. */
export function sentHeaders(initiator: Initiator, to: URL, method: string): Record<string, string> {
  const referer = refererOf(initiator, to);
  return {
    ...(isTrustworthy(to)
      ? {
          'sec-fetch-site': fetchSite(initiator, to),
          'sec-fetch-mode': 'navigate',
          'sec-fetch-user': '?1',
          'sec-fetch-dest': 'document',
        }
      : {}),
    ...(method === 'POST' ? { origin: originOf(initiator, to) } : {}),
    ...(referer ? { referer } : {}),
  };
}

/** Which cookies of `SameSite` a browser sends along: those of the site itself from everywhere where it started. */
export function sameSiteContext({ page }: Initiator, to: URL, method: string): 'strict' | 'lax' | 'none' {
  if (page === undefined || isSameSite(new URL(page), to)) return 'strict';
  return method === 'GET' ? 'lax' : 'none';
}
