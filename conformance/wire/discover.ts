import { BlockList, isIP } from 'node:net';
import type { Answer } from '../vocabulary/answer.ts';
import { challengeOf } from '../vocabulary/challenge.ts';
import type { Discovery, Found } from '../vocabulary/discovery.ts';
import { Blocked, Violation } from '../vocabulary/expect.ts';
import type { Http } from '../vocabulary/http.ts';

const text = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

/** The well-known URLs of a resource, most specific first (RFC 9728 §3.1). */
export function resourceMetadataUrls(mcpUrl: string): string[] {
  const { origin, pathname } = new URL(mcpUrl);
  const root = `${origin}/.well-known/oauth-protected-resource`;
  return pathname === '/' ? [root] : [`${root}${pathname}`, root];
}

/** The well-known URLs of an issuer, in the order in which MCP clients try them (RFC 8414 §3.1, OpenID). */
export function serverMetadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const oauth = `${origin}/.well-known/oauth-authorization-server${path}`;
  const openid = `${origin}/.well-known/openid-configuration${path}`;
  return path ? [oauth, openid, `${origin}${path}/.well-known/openid-configuration`] : [oauth, openid];
}

/** Hosts on the inside of somebody's network: this machine, its neighbours and what a cloud tells its machines. */
const inside = new BlockList();
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const),
])
  inside.addSubnet(net, prefix);
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inside.addSubnet(net, prefix, 'ipv6');

function isInside(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) return inside.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
  return /(^|\.)(localhost|internal|local)\.?$/.test(host);
}

/**
 * The first document that is there. A target of the outside that points to the inside is not followed: what answers
 * there would stand in a report.
 */
async function firstDocument(
  http: Http,
  mcpUrl: string,
  urls: string[],
  unreached: string[],
): Promise<Found | undefined> {
  for (const url of urls) {
    if (!URL.canParse(url) || (isInside(url) && !isInside(mcpUrl))) continue;
    const answer = await http.get(url, { accept: 'application/json' }).catch((error: unknown) => {
      if (!(error instanceof Violation)) throw error;
      unreached.push(`${url} gave ${error.seen}`);
      return undefined;
    });
    const doc = answer?.status === 200 ? answer.tryJson() : undefined;
    if (answer && doc && typeof doc === 'object' && !Array.isArray(doc)) return { url, answer, doc };
  }
  return undefined;
}

/** Asks without a token, then follows the challenge to the metadata documents. Never throws for what is missing. */
export async function discover(http: Http, mcpUrl: string, probe: () => Promise<Answer>): Promise<Discovery> {
  const unreached: string[] = [];
  const unauthenticated = await probe();
  const challenge = challengeOf(unauthenticated);
  const pointed = challenge?.params.resource_metadata;
  const resourceMetadata = await firstDocument(
    http,
    mcpUrl,
    pointed ? [pointed] : resourceMetadataUrls(mcpUrl),
    unreached,
  );
  const listed = resourceMetadata?.doc.authorization_servers?.[0];
  const issuer = text(listed) && URL.canParse(listed) ? listed : new URL(mcpUrl).origin;
  const authorizationServer = await firstDocument(http, mcpUrl, serverMetadataUrls(issuer), unreached);
  return {
    unauthenticated,
    ...(challenge ? { challenge } : {}),
    ...(resourceMetadata ? { resourceMetadata } : {}),
    ...(authorizationServer ? { authorizationServer } : {}),
    ...(unreached.length > 0 ? { unreached } : {}),
  };
}

/** That nothing can be done, for nobody knows the authorization server. */
const noServerMetadata = ({ unreached = [] }: Discovery): Blocked =>
  new Blocked(
    `no metadata of the authorization server: ${unreached.join('; ') || 'no well-known place has it'}`,
    undefined,
    'discovery/serves-authorization-server-metadata',
  );

/** The metadata of the authorization server; `Blocked` where nobody has found them. */
export function serverMetadata(discovery: Discovery): Found {
  if (!discovery.authorizationServer) throw noServerMetadata(discovery);
  return discovery.authorizationServer;
}

/** The URL of an endpoint from the authorization server's metadata; `Blocked` where it is not there. */
export function endpoint(discovery: Discovery, name: string): string {
  const url = serverMetadata(discovery).doc[name];
  if (!text(url) || !URL.canParse(url)) throw new Blocked(`the authorization server's metadata names no ${name}`);
  return url;
}
