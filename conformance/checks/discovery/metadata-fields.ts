import type { Table } from '../../vocabulary/check.ts';
import type { Discovery, Found } from '../../vocabulary/discovery.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteDocument, rewriteFields } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { rows } from './area.ts';
import { isSafe, ofResource, ofServer } from './metadata.ts';

// What the two metadata documents say of themselves: RFC 9728 §2 and RFC 8414 §2, member by member.

type Judge = (
  value: unknown,
  at: { world: World; discovery: Discovery; found: Found | undefined; name: string },
) => void;

type Document = 'resourceMetadata' | 'authorizationServer';

/** A row: a member of a document, or the whole of it, and what must hold of it. */
interface Member {
  of: Document | readonly Document[];
  /** The whole document unless told. */
  member?: string;
  /** Nothing is judged where it is left out. */
  optional?: true;
  judge: readonly Judge[];
}

const table: Table<Member> = {
  async run(world, { of, member, optional, judge }) {
    const discovery = await world.discovery();
    for (const document of [of].flat()) {
      const found = document === 'authorizationServer' ? serverMetadata(discovery) : discovery[document];
      const value: unknown = member ? found?.doc[member] : (found?.doc ?? {});
      if (optional && value === undefined) continue;
      for (const one of judge) one(value, { world, discovery, found, name: member ?? document });
    }
  },
};

const says =
  (expected: string, isSo: (value: unknown) => boolean): Judge =>
  (value, { found, name }) =>
    expect.that(isSo(value), {
      expected: `${name} with ${expected}`,
      seen: JSON.stringify(value) ?? 'none',
      at: found?.answer,
    });
const contains =
  (item: string): Judge =>
  (value, { found, name }) =>
    expect.includes(value, item, name, found?.answer);
const lacks = (item: string) => says(`no ${item}`, (value) => !(Array.isArray(value) && value.includes(item)));

const someIssuers = says(
  'at least one issuer',
  (value) => Array.isArray(value) && value.length > 0 && value.every((one) => URL.canParse(one) && !/[?#]/.test(one)),
);
const something = says('at least one', (value) => Array.isArray(value) && value.length > 0);
/** A resource may leave some out (RFC 9728 §2): the profiles leave out none. */
const theScopesOfTheGateway: Judge = (value, at) => {
  const scopes = (at.world.profile?.scopes.trade ?? '').split(' ').filter(Boolean);
  for (const scope of scopes) contains(scope)(value, at);
};
const theIssuerThatTheResourceNames: Judge = (value, { discovery, found }) => {
  if (discovery.issuer === undefined) throw new Blocked('the resource metadata name no authorization server by a URL');
  expect.equal(value, discovery.issuer, 'issuer', found?.answer);
};
const safeUrl = says('an https URL without query or fragment', (value) => isSafe(value) && !/[?#]/.test(String(value)));
const theEndpoints = says('authorization_endpoint and token_endpoint', (doc) =>
  ['authorization_endpoint', 'token_endpoint'].every((name) => typeof Object(doc)[name] === 'string'),
);
const safeEndpoints: Judge = (doc, at) => {
  for (const [name, value] of Object.entries(doc as object).filter(([key]) => /_endpoint$|^jwks_uri$/.test(key)))
    says('https, without fragment', (url) => isSafe(url) && !new URL(String(url)).hash)(value, { ...at, name });
};
const fullLists: Judge = (doc, at) => {
  for (const [name, value] of Object.entries(doc as object)) {
    const listed = /(s_supported|^authorization_servers)$/.test(name) && typeof value !== 'boolean';
    if (!listed && !Array.isArray(value)) continue;
    // RFC 9728 gives this one a meaning when it is empty.
    const mayBeEmpty = name === 'bearer_methods_supported';
    const isFull = (list: unknown) =>
      Array.isArray(list) &&
      (list.length > 0 || mayBeEmpty) &&
      (!listed || list.every((one) => typeof one === 'string'));
    says('strings, or left out', isFull)(value, { ...at, name });
  }
};

/** Whatever it says, and be it that nothing is to be kept. */
const wordForCaches: Judge = (_doc, { found }) => {
  const { 'cache-control': caching, expires } = found?.answer.headers ?? {};
  expect.that(caching ?? expires, { expected: 'Cache-Control with the metadata', seen: 'none', at: found?.answer });
};

export default rows(table, [
  {
    id: 'discovery/names-an-authorization-server',
    title: 'The resource metadata lists at least one authorization server, by its issuer',
    clauses: [
      'mcp/authz/prm-authorization-servers',
      'rfc9728/authorization-servers-issuers',
      'rfc9728/multi-values-arrays',
    ],
    of: 'resourceMetadata',
    member: 'authorization_servers',
    judge: [someIssuers],
    remedy: 'List the issuer of your authorization server in authorization_servers.',
    variations: [
      'more-in-the-metadata',
      'more-in-the-resource-metadata',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'names-no-authorization-server',
        rewrites: rewriteDocument(ofResource, { authorization_servers: undefined }),
      },
    ],
  },
  {
    id: 'discovery/lists-its-scopes',
    title: 'The resource metadata lists the scopes of the gateway, and offline_access is not one of them',
    clauses: ['rfc9728/scopes-supported', 'mcp-2026-07-28/authz/server-no-offline-access'],
    of: 'resourceMetadata',
    member: 'scopes_supported',
    judge: [something, theScopesOfTheGateway, lacks('offline_access')],
    remedy: 'List in scopes_supported the scopes that open the tools of this gateway, and no others.',
    mutants: [
      {
        name: 'keeps-its-scopes-to-itself',
        rewrites: rewriteDocument(ofResource, { scopes_supported: undefined }),
      },
      {
        name: 'asks-resource-clients-for-offline-access',
        rewrites: rewriteDocument(ofResource, ({ scopes_supported }) => ({
          scopes_supported: [...scopes_supported, 'offline_access'],
        })),
      },
    ],
  },
  {
    id: 'discovery/takes-tokens-in-the-header-only',
    title: 'The resource metadata takes tokens in the header, and offers no way through the query',
    // Who announces the query does not ignore it.
    clauses: ['oauth21/bearer-query-ignored', 'mcp/authz/server-ignores-query-token', 'rfc9728/bearer-methods'],
    of: 'resourceMetadata',
    member: 'bearer_methods_supported',
    optional: true,
    judge: [contains('header'), lacks('query')],
    remedy: 'Say "bearer_methods_supported": ["header"]: tokens in a query end up in logs.',
    mutants: [
      {
        name: 'invites-tokens-into-the-query',
        rewrites: rewriteDocument(ofResource, { bearer_methods_supported: ['header', 'query'] }),
      },
    ],
  },
  {
    id: 'discovery/issuer-is-who-was-asked',
    title: 'The issuer in the metadata is the one that the resource metadata named, character for character',
    clauses: [
      'rfc8414/issuer-identical',
      'rfc8414/issuer-present',
      'rfc8414/issuer-https-no-query-fragment',
      'mcp/authz/as-issuer-matches',
    ],
    blame: 'authorization-server',
    of: 'authorizationServer',
    member: 'issuer',
    judge: [theIssuerThatTheResourceNames, safeUrl],
    remedy: 'Write the issuer the same everywhere; a slash more or less is another issuer.',
    mutants: [
      {
        name: 'writes-its-issuer-in-two-ways',
        rewrites: rewriteDocument(ofServer, ({ issuer }) => ({ issuer: `${issuer}/` })),
      },
      { name: 'does-not-say-who-it-is', rewrites: rewriteDocument(ofServer, { issuer: undefined }) },
      {
        name: 'has-a-query-in-its-issuer',
        rewrites: rewriteFields({ path: [ofServer, ofResource] }, ({ issuer, authorization_servers: [listed] = [] }) =>
          issuer ? { issuer: `${issuer}?tenant=1` } : { authorization_servers: [`${listed}?tenant=1`] },
        ),
      },
    ],
  },
  {
    id: 'discovery/endpoints-are-there-and-safe',
    title: 'The metadata names the endpoints, each over https, or on loopback',
    clauses: [
      'rfc8414/authorization-endpoint-present',
      'rfc8414/token-endpoint-present',
      'rfc8414/jwks-uri-https',
      'oauth21/https-endpoints',
      'oauth21/endpoint-no-fragment',
      'oauth21/token-endpoint-no-fragment',
      'mcp/authz/as-endpoints-https',
      'mcp/authz/communication-security',
    ],
    blame: 'authorization-server',
    of: 'authorizationServer',
    judge: [theEndpoints, safeEndpoints],
    remedy: 'Name every endpoint with an https URL.',
    mutants: [
      { name: 'has-no-token-endpoint', rewrites: rewriteDocument(ofServer, { token_endpoint: undefined }) },
      {
        name: 'has-no-authorization-endpoint',
        rewrites: rewriteDocument(ofServer, { authorization_endpoint: undefined }),
      },
      {
        name: 'hides-a-part-of-its-token-endpoint',
        rewrites: rewriteDocument(ofServer, ({ token_endpoint }) => ({ token_endpoint: `${token_endpoint}#tenant` })),
      },
      {
        name: 'hides-a-part-of-its-authorization-endpoint',
        rewrites: rewriteDocument(ofServer, ({ authorization_endpoint }) => ({
          authorization_endpoint: `${authorization_endpoint}#tenant`,
        })),
      },
      {
        name: 'serves-its-keys-in-the-clear',
        rewrites: rewriteDocument(ofServer, { jwks_uri: 'http://gateway.example/oauth/jwks' }),
      },
      {
        name: 'revokes-in-the-clear',
        rewrites: rewriteDocument(ofServer, { revocation_endpoint: 'http://gateway.example/oauth/revoke' }),
      },
    ],
  },
  {
    id: 'discovery/metadata-has-no-empty-lists',
    title: 'Lists in the metadata are arrays of strings, and those without elements are left out',
    clauses: [
      'rfc8414/metadata-no-empty-arrays',
      'rfc8414/metadata-arrays',
      'rfc9728/no-empty-arrays',
      'rfc9728/multi-values-arrays',
    ],
    blame: 'authorization-server',
    of: ['resourceMetadata', 'authorizationServer'],
    judge: [fullLists],
    remedy: 'Leave a member out of the metadata rather than send it empty.',
    variations: [
      'more-in-the-metadata',
      'more-in-the-resource-metadata',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'header-names-in-capitals',
    ],
    mutants: [
      { name: 'lists-nothing-at-length', rewrites: rewriteDocument(ofServer, { ui_locales_supported: [] }) },
      {
        name: 'writes-a-list-as-text',
        rewrites: rewriteDocument(ofServer, { scopes_supported: 'read trade' }),
      },
      {
        name: 'lists-nothing-of-its-resource-at-length',
        rewrites: rewriteDocument(ofResource, { resource_signing_alg_values_supported: [] }),
      },
      {
        name: 'writes-a-list-of-its-resource-as-text',
        rewrites: rewriteDocument(ofResource, { bearer_methods_supported: 'header' }),
      },
    ],
  },
  {
    id: 'discovery/the-resource-has-a-name-for-people',
    title: 'The metadata of the resource say what people call it',
    clauses: ['rfc9728/resource-name'],
    of: 'resourceMetadata',
    member: 'resource_name',
    judge: [says('a name', (value) => typeof value === 'string' && value.trim() !== '')],
    remedy: 'Put into resource_name what the user calls the gateway: clients show it when they ask whether to connect.',
    mutants: [{ name: 'has-no-name-for-people', rewrites: rewriteDocument(ofResource, { resource_name: undefined }) }],
  },
  {
    id: 'discovery/says-how-long-its-metadata-hold',
    title: 'The metadata of the resource come with a word for caches',
    clauses: ['rfc9728/cache-headers'],
    of: 'resourceMetadata',
    judge: [wordForCaches],
    variations: ['metadata-is-not-cached', 'more-in-the-resource-metadata'],
    remedy:
      'Send Cache-Control: max-age=3600 with the metadata, so that clients neither ask each time nor keep them for ever.',
    mutants: [
      {
        name: 'says-nothing-to-caches',
        rewrites: rewriteAnswer({ path: ofResource }, { headers: { 'cache-control': undefined } }),
      },
    ],
  },
  {
    id: 'discovery/announces-that-it-names-itself',
    title: 'The metadata say that the authorization server names itself in its answers',
    clauses: ['rfc9700/as-iss-supported'],
    blame: 'authorization-server',
    of: 'authorizationServer',
    member: 'authorization_response_iss_parameter_supported',
    judge: [says('true', (value) => value === true)],
    remedy: 'Send iss with every authorization response and announce it: clients of several servers need it.',
    mutants: ['sends-iss-without-announcing-it'],
  },
]);
