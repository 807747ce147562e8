import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Whom an address is counted with: an IPv4 address by itself, an IPv6 address with its /64, since whoever has one has all of it. */
export function networkOf(address: string): string {
  const [withoutZone = ''] = address.split('%');
  if (!isIPv6(withoutZone)) return address;
  // The one spelling of it: lower case, no leading zeros, an IPv4 address at its end in hexadecimal.
  const spelled = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  // What a socket of both families calls an IPv4 address: all of them share one /64.
  if (spelled.startsWith('::ffff:')) return spelled;
  const [before = [], after = []] = spelled.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** Where a request comes from: what a proxy on this machine says, where there is one. */
export function addressOf({ headers, socket }: IncomingMessage, behindProxy = false): string {
  const { remoteAddress = '' } = socket;
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return behindProxy && told && /^(::ffff:)?127\.|^::1$/.test(remoteAddress) ? told : remoteAddress;
}
