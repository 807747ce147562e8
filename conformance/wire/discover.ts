import type { Answer } from '../vocabulary/answer.ts';
import { challengeOf } from '../vocabulary/challenge.ts';
import type { Discovery, Found } from '../vocabulary/discovery.ts';
import { Blocked, describe, Violation } from '../vocabulary/expect.ts';
import type { Http } from '../vocabulary/http.ts';
import type { World } from '../vocabulary/world.ts';

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

/** What is there instead of a document, in words. */
function insteadOf({ status, headers, text: body }: Answer, said: string): string {
  if (status >= 300 && status < 400 && headers.location) return `answered ${status}, a redirect to ${headers.location}`;
  if (status !== 200) return `answered ${said}`;
  if (body === '') return 'answered 200 with nothing in it';
  return `answered 200 with ${headers['content-type'] ?? 'no content type'}, which holds no JSON object`;
}

/** A refusal to tell more than that nothing is there stands behind all else. */
const tellingFirst = (reasons: string[]): string[] =>
  reasons.toSorted((a, b) => Number(/ answered 404\b/.test(a)) - Number(/ answered 404\b/.test(b)));

/** The first document that is there, else what was there instead. */
async function firstDocument(http: Http, urls: string[]): Promise<{ found?: Found | undefined; instead: string[] }> {
  const instead: string[] = [];
  for (const url of urls) {
    if (!URL.canParse(url)) {
      instead.push(`${url} is no URL`);
      continue;
    }
    const answer = await http.get(url, { accept: 'application/json' }).catch((error: unknown) => {
      if (error instanceof Violation) instead.push(`${url} gave ${error.seen}`);
      else if (error instanceof Blocked) instead.push(error.message);
      else throw error;
      return undefined;
    });
    if (!answer) continue;
    const doc = answer.status === 200 ? answer.tryJson() : undefined;
    if (doc && typeof doc === 'object' && !Array.isArray(doc)) return { found: { url, answer, doc }, instead: [] };
    instead.push(`${url} ${insteadOf(answer, describe(answer))}`);
  }
  return { instead: tellingFirst(instead) };
}

/** How many of the servers that are listed are looked at. */
const MOST_SERVERS = 5;

/** The authorization servers that a resource lists, by their URLs. */
export const listedServers = (resource: Found | undefined): string[] => {
  const listed: unknown = resource?.doc.authorization_servers;
  if (!Array.isArray(listed)) return [];
  return listed.filter((one): one is string => text(one) && URL.canParse(one)).slice(0, MOST_SERVERS);
};

/** The first server of which there are metadata: which one to use is the client's choice (RFC 9728 §7.6). */
async function firstServer(http: Http, listed: readonly string[], origin: string) {
  const instead: string[] = [];
  for (const issuer of listed.length > 0 ? listed : [origin]) {
    const server = await firstDocument(http, serverMetadataUrls(issuer));
    if (server.found) return { issuer: listed.length > 0 ? issuer : undefined, ...server };
    instead.push(...server.instead);
  }
  return { issuer: listed[0], found: undefined, instead };
}

/** Asks without a token, then follows the challenge to the metadata documents. Never throws for what is missing. */
export async function discover(http: Http, mcpUrl: string, probe: () => Promise<Answer>): Promise<Discovery> {
  const unauthenticated = await probe();
  const challenge = challengeOf(unauthenticated);
  const pointed = challenge?.params.resource_metadata;
  const resource = await firstDocument(http, pointed ? [pointed] : resourceMetadataUrls(mcpUrl));
  const { issuer, ...server } = await firstServer(http, listedServers(resource.found), new URL(mcpUrl).origin);
  return {
    unauthenticated,
    ...(challenge ? { challenge } : {}),
    ...(resource.found ? { resourceMetadata: resource.found } : {}),
    ...(server.found ? { authorizationServer: server.found } : {}),
    issuer,
    instead: { resourceMetadata: resource.instead, authorizationServer: server.instead },
  };
}

/**
 * The identifier of the MCP server as its metadata has it, character by character (RFC 8707 §2); else its URL, also
 * where the metadata name somebody else, whose tokens are none of ours to ask for.
 */
export function resourceIn({ resourceMetadata }: Discovery, mcpUrl: string): string {
  const resource: unknown = resourceMetadata?.doc.resource;
  const isOurs = text(resource) && URL.canParse(resource) && new URL(resource).origin === new URL(mcpUrl).origin;
  return isOurs ? resource : mcpUrl;
}

/** The same, of this world. */
export const resourceOf = async (world: Pick<World, 'discovery' | 'mcpUrl'>): Promise<string> =>
  resourceIn(await world.discovery(), world.mcpUrl);

/** That nothing can be done, for nobody knows the authorization server. */
const noServerMetadata = ({ instead }: Discovery): Blocked =>
  new Blocked(
    `no metadata of the authorization server: ${instead.authorizationServer.join('; ')}`,
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
