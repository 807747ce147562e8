import { BlockList, isIP } from 'node:net';

/** Nets that are no place on the public internet (the IANA registries of special-purpose addresses, RFC 6890), multicast included. */
const v4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Of IPv6 only what is handed out to networks (RFC 4291 §2.4) is public, but for these. */
const globalUnicast = nets(['2000::/3']);
const v6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const special = nets([...v4, ...v6]);

function nets(all: readonly string[]): BlockList {
  const list = new BlockList();
  for (const net of all) {
    const [address = '', prefix] = net.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether an address is one that a document of a stranger is not read from. What holds an IPv4 address in IPv6 is. */
export function isSpecialUse(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return special.check(address, 'ipv4');
  // A zone names an interface of this machine.
  if (family !== 6 || address.includes('%')) return true;
  return !globalUnicast.check(address, 'ipv6') || special.check(address, 'ipv6');
}
