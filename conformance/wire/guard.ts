import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { buildConnector } from 'undici';

/** How near an address is to who runs the suite. `link` is what a cloud tells its machines: nobody is led there. */
export type Reach = 'outside' | 'private network' | 'this machine' | 'link-local network';

const nets = (...all: [string, number][]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of all) list.addSubnet(net, prefix, isIP(net) === 6 ? 'ipv6' : 'ipv4');
  return list;
};
const thisMachine = nets(['0.0.0.0', 8], ['127.0.0.0', 8], ['::', 127]);
const linkLocal = nets(['169.254.0.0', 16], ['fe80::', 10]);
const privateNetwork = nets(
  ...([
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as [string, number][]),
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
);
/** IPv6 addresses that hold one of IPv4: compatible, translated (RFC 6052), 6to4; mapped ones the list knows itself. */
const holdsIPv4 = nets(['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['2002::', 16]);

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const bare = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [head = '', tail] = bare.split('::');
  const parse = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [front, back] = [parse(head), parse(tail ?? '')];
  return tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill(0), ...back];
}

function innerIPv4(address: string): string | undefined {
  if (!holdsIPv4.check(address, 'ipv6') || thisMachine.check(address, 'ipv6')) return undefined;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups[0] === 0x2002 ? groups.slice(1, 3) : groups.slice(6, 8);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** How near this address is. */
export function reachOf(address: string): Reach {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const bare = address.split('%')[0]!;
  const inner = family === 'ipv6' ? innerIPv4(bare) : undefined;
  if (inner) return reachOf(inner);
  if (thisMachine.check(bare, family)) return 'this machine';
  if (linkLocal.check(bare, family)) return 'link-local network';
  return privateNetwork.check(bare, family) ? 'private network' : 'outside';
}

/** From the farthest to the nearest: a target leads no nearer than it is itself. */
const nearness: readonly Reach[] = ['outside', 'private network', 'this machine'];
const mayLead = (own: Reach, to: Reach): boolean =>
  to === own || (to !== 'link-local network' && nearness.indexOf(to) <= nearness.indexOf(own));

export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

const bySystem: Lookup = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });

/** Refused before anything was sent: the address is nearer to us than the target is. */
export class Refused extends Error {
  override name = 'Refused';
  readonly code = 'OPENBELL_REFUSED';
}

export interface GuardOptions {
  /** The URL that somebody gave: how near it is decides how near it may lead. */
  target: string;
  /** Hosts, or origins, that somebody has named besides: they may be anywhere. */
  allowed?: readonly string[];
  lookup?: Lookup;
  /** How near the target counts as being, whatever its address is: for tests. */
  counts?: Reach;
}

/** Decides, for each connection and by the address that it would go to, whether it is made. */
export interface Guard {
  /** The addresses of `host` that may be connected to; throws `Refused` where none may. */
  admit(host: string, port: string): Promise<LookupAddress[]>;
}

const hostOf = (place: string): string =>
  (URL.canParse(place) ? new URL(place).hostname : place).replace(/^\[|\]$/g, '');

export function createGuard({ target, allowed = [], lookup = bySystem, counts }: GuardOptions): Guard {
  const { hostname, protocol, port } = new URL(target);
  const own = hostname.replace(/^\[|\]$/g, '');
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  const named = new Set(allowed.map(hostOf));
  const find = async (host: string): Promise<LookupAddress[]> =>
    isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host);
  let settled: Promise<Reach> | undefined;

  /** As far out as any of its addresses: it is asked once, lest a name be moved inside later. */
  async function reachOfTarget(): Promise<Reach> {
    const all = (await find(own)).map(({ address }) => reachOf(address));
    return all.find((reach) => reach === 'link-local network') ?? nearness.find((reach) => all.includes(reach))!;
  }
  return {
    async admit(host, at) {
      const found = await find(host);
      const isTheTarget = host === own && at === ownPort;
      if (named.has(host) || (isTheTarget && counts)) return found;
      settled ??= counts ? Promise.resolve(counts) : reachOfTarget();
      settled.catch(() => {
        settled = undefined;
      });
      const reach = await settled;
      const good = found.filter(({ address }) => mayLead(reach, reachOf(address)));
      if (good.length > 0) return good;
      const where = found[0] ? reachOf(found[0].address) : 'nowhere';
      // In brackets: a line that begins with two colons is a command to some who read logs.
      const is = isIP(host) ? `${isIP(host) === 6 ? `[${host}]` : host} is on` : `${host} is ${found[0]?.address}, on`;
      throw new Refused(
        `${is} ${where === 'this machine' ? where : `a ${where}`}, and a target ${reach === 'outside' ? 'of the outside' : `on ${reach === 'this machine' ? reach : `a ${reach}`}`} does not lead there: it was not asked (“inside_origins” in the configuration allows it)`,
      );
    },
  };
}

type Connector = ReturnType<typeof buildConnector>;

/** A connector of `undici` that asks the guard first and connects to the very address that was admitted. */
export function guardedConnector(guard: Guard | undefined, options: buildConnector.BuildOptions): Connector {
  const plain = buildConnector(options);
  if (!guard) return plain;
  return (where, done) => {
    const host = where.hostname.replace(/^\[|\]$/g, '');
    const port = where.port || (where.protocol === 'https:' ? '443' : '80');
    guard.admit(host, port).then(
      (found) => {
        const lookup = (_host: string, { all }: { all?: boolean }, tell: (...given: unknown[]) => void) =>
          all ? tell(null, found) : tell(null, found[0]!.address, found[0]!.family);
        buildConnector({ ...options, lookup } as buildConnector.BuildOptions)(where, done);
      },
      (error: Error) => done(error, null),
    );
  };
}
