import type { Table } from '../../vocabulary/check.ts';
import type { Discovery, Found } from '../../vocabulary/discovery.ts';
import { Blocked, expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { rows } from './area.ts';
import { isSafe, ofResource, ofServer } from './metadata.ts';

// Members of the two metadata documents that most leave out: whoever has one has it right. RFC 8414 §2, RFC 9728 §2.

type Doc = Record<string, unknown>;

/** A row: which members are looked at, and what must hold of the document that has one of them. */
interface Optional {
  of: 'resourceMetadata' | 'authorizationServer';
  /** Those that the document has; where it has none, nothing is demanded. */
  about: (doc: Doc) => string[];
  /** What is wrong with one of them, in words of what it has to be. */
  wants: (value: unknown, name: string, doc: Doc, discovery: Discovery) => string | undefined;
  /** What is missing where the obligation does not apply. */
  without: string;
}

const table: Table<Optional> = {
  per: 'url',
  needsNobody: true,
  async run(world, { of, about, wants, without }) {
    const discovery = await world.discovery();
    const found: Found | undefined =
      of === 'authorizationServer' ? serverMetadata(discovery) : discovery.resourceMetadata;
    if (!found) throw new Blocked('no resource metadata were found');
    const names = about(found.doc);
    if (names.length === 0) throw new NotOffered(without);
    for (const name of names) {
      const value: unknown = found.doc[name];
      const wanted = wants(value, name, found.doc, discovery);
      const seen = JSON.stringify(value) ?? 'none';
      expect.that(!wanted, { expected: `${name}: ${wanted}`, seen, at: found.answer });
    }
  },
};

const having =
  (...names: string[]) =>
  (doc: Doc): string[] =>
    names.filter((name) => doc[name] !== undefined);

/** The lists of ways to authenticate at an endpoint, with which a list of algorithms goes. */
const METHODS = /^(token|revocation|introspection)_endpoint_auth_methods_supported$/;
const algorithmsOf = (methods: string): string => methods.replace('methods_supported', 'signing_alg_values_supported');
const takesJwts = (list: unknown): boolean =>
  Array.isArray(list) && list.some((one) => one === 'private_key_jwt' || one === 'client_secret_jwt');

const listsNoNone = (value: unknown): string | undefined =>
  Array.isArray(value) && value.some((one) => String(one).toLowerCase() === 'none')
    ? 'algorithms without none'
    : undefined;

function part(text: string | undefined): Doc | undefined {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return typeof decoded === 'object' && decoded !== null ? (decoded as Doc) : undefined;
  } catch {
    return undefined;
  }
}

function isSignedByAnIssuer(value: unknown): string | undefined {
  const [header, claims, signature, ...others] = typeof value === 'string' ? value.split('.') : [];
  const { alg } = part(header) ?? {};
  if (!signature || others.length > 0 || typeof alg !== 'string') return 'a signed JWT';
  if (alg.toLowerCase() === 'none') return 'a JWT whose alg is not none';
  const iss = part(claims)?.iss;
  return typeof iss === 'string' && iss ? undefined : 'a JWT with iss';
}

const jwt = (header: object, claims: object, signature = 'c2lnbmF0dXJl'): string =>
  `${[header, claims].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.')}.${signature}`;
const byNobody = jwt({ alg: 'EdDSA' }, { issuer: 'https://gateway.example' });
const unsigned = jwt({ alg: 'none' }, { iss: 'https://gateway.example' });

export default rows(table, [
  {
    id: 'discovery/lists-the-algorithms-of-signed-authentication',
    title: 'Where clients authenticate by a JWT, the metadata say with which algorithms',
    clauses: ['rfc8414/auth-signing-alg-present'],
    blame: 'authorization-server',
    of: 'authorizationServer',
    about: (doc) => Object.keys(doc).filter((name) => METHODS.test(name) && takesJwts(doc[name])),
    wants: (_methods, name, doc) => {
      const listed = doc[algorithmsOf(name)];
      return Array.isArray(listed) && listed.length > 0 ? undefined : `${algorithmsOf(name)} beside it`;
    },
    without: 'the metadata offer no authentication by a JWT',
    remedy: 'List in …_auth_signing_alg_values_supported the algorithms that client assertions may have.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      {
        name: 'hides-how-clients-may-sign',
        rewrites: rewriteDocument(ofServer, ({ token_endpoint_auth_methods_supported: methods }) => ({
          token_endpoint_auth_methods_supported: [...methods, 'private_key_jwt'],
        })),
      },
    ],
  },
  {
    id: 'discovery/clients-cannot-sign-with-none',
    title: 'Of the algorithms with which clients authenticate none is “none”',
    clauses: ['rfc8414/auth-signing-alg-no-none'],
    blame: 'authorization-server',
    of: 'authorizationServer',
    about: (doc) => Object.keys(doc).filter((name) => /_endpoint_auth_signing_alg_values_supported$/.test(name)),
    wants: listsNoNone,
    without: 'the metadata list no algorithms of client authentication',
    remedy: 'Take “none” out of the list: an assertion that nobody signed proves nothing.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      {
        name: 'lets-clients-sign-with-none',
        rewrites: rewriteDocument(ofServer, {
          token_endpoint_auth_signing_alg_values_supported: ['ES256', 'none'],
        }),
      },
    ],
  },
  {
    id: 'discovery/signed-server-metadata-are-signed',
    title: 'signed_metadata of the authorization server are a JWT that an issuer has signed',
    clauses: ['rfc8414/signed-metadata-iss'],
    blame: 'authorization-server',
    of: 'authorizationServer',
    about: having('signed_metadata'),
    wants: isSignedByAnIssuer,
    without: 'the metadata have no signed_metadata',
    remedy: 'Sign the JWT, and say in iss who vouches for it.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      { name: 'signs-its-metadata-as-nobody', rewrites: rewriteDocument(ofServer, { signed_metadata: byNobody }) },
      { name: 'signs-its-metadata-with-none', rewrites: rewriteDocument(ofServer, { signed_metadata: unsigned }) },
    ],
  },
  {
    id: 'discovery/signed-resource-metadata-are-signed',
    title: 'signed_metadata of the resource are a JWT that an issuer has signed',
    clauses: ['rfc9728/signed-metadata'],
    of: 'resourceMetadata',
    about: having('signed_metadata'),
    wants: isSignedByAnIssuer,
    without: 'the metadata have no signed_metadata',
    remedy: 'Sign the JWT, and say in iss who vouches for it.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      { name: 'signs-its-resource-as-nobody', rewrites: rewriteDocument(ofResource, { signed_metadata: byNobody }) },
      { name: 'signs-its-resource-with-none', rewrites: rewriteDocument(ofResource, { signed_metadata: unsigned }) },
    ],
  },
  {
    id: 'discovery/keys-of-the-resource-come-over-tls',
    title: 'The key set of the resource is at an https URL, or on loopback',
    clauses: ['rfc9728/jwks-uri-https'],
    of: 'resourceMetadata',
    about: having('jwks_uri'),
    wants: (value) => (isSafe(value) ? undefined : 'an https URL'),
    without: 'the metadata of the resource name no keys',
    remedy: 'Serve the key set over https: whoever can change it on the way chooses the keys.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      {
        name: 'serves-the-keys-of-the-resource-in-the-clear',
        rewrites: rewriteDocument(ofResource, { jwks_uri: 'http://gateway.example/jwks' }),
      },
    ],
  },
  {
    id: 'discovery/the-resource-does-not-sign-with-none',
    title: 'Of the algorithms with which the resource signs its answers none is “none”',
    clauses: ['rfc9728/signing-alg-no-none'],
    of: 'resourceMetadata',
    about: having('resource_signing_alg_values_supported'),
    wants: listsNoNone,
    without: 'the metadata of the resource list no algorithms',
    remedy: 'Take “none” out of resource_signing_alg_values_supported.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      {
        name: 'signs-its-answers-with-none',
        rewrites: rewriteDocument(ofResource, { resource_signing_alg_values_supported: ['EdDSA', 'none'] }),
      },
    ],
  },
  {
    id: 'discovery/server-and-resource-name-each-other',
    title: 'Where the authorization server lists the resources that it protects, this one is among them',
    clauses: ['rfc9728/as-protected-resources-consistent'],
    blame: 'authorization-server',
    of: 'authorizationServer',
    about: having('protected_resources'),
    wants: (value, _name, _doc, { resourceMetadata }) => {
      const resource: unknown = resourceMetadata?.doc.resource;
      return Array.isArray(value) && value.includes(resource) ? undefined : `${resource} among others`;
    },
    without: 'the metadata list no resources',
    remedy: 'List in protected_resources each resource that names this server, or leave the list out.',
    variations: ['lists-what-it-protects'],
    mutants: [
      {
        name: 'protects-other-resources',
        rewrites: rewriteDocument(ofServer, { protected_resources: ['https://another-server.example/mcp'] }),
      },
    ],
  },
  {
    id: 'discovery/the-resource-has-no-query',
    title: 'The resource is named by a URL without a query',
    clauses: ['rfc9728/resource-no-query'],
    of: 'resourceMetadata',
    about: having('resource'),
    wants: (value) => (String(value).includes('?') ? 'a URL without a query' : undefined),
    without: 'the metadata name no resource',
    remedy: 'Name the resource by its path: a query is easily lost or put in another order on the way.',
    variations: ['more-in-the-resource-metadata', 'json-with-escapes', 'header-names-in-capitals'],
    mutants: [
      {
        name: 'names-its-resource-with-a-query',
        rewrites: rewriteDocument(ofResource, ({ resource }) => ({ resource: `${resource}?tenant=1` })),
      },
    ],
  },
]);
