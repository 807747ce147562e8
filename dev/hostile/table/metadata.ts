import type { Behaviour } from '../behaviour.ts';
import { bomb, cut, data, endless, hang, large, nested, page, raw, redirect } from '../behaviour.ts';
import { json, resourceMetadata, serverMetadata } from '../gateway.ts';

const resource = /Not met: .*(metadata|challenge)/;
const server = /Not met: .*metadata/;

export const metadata: Behaviour[] = [
  {
    does: 'sends resource metadata without end',
    handles: { resource: endless('{"resource":"', 'x') },
    exit: 1,
    first: resource,
  },
  {
    does: 'sends server metadata without end',
    handles: { server: endless('{"issuer":"', 'x') },
    exit: 1,
    first: server,
  },
  { does: 'sends 200 MB of server metadata', handles: { server: large(200_000_000) }, exit: 1, first: server },
  {
    does: 'never answers for resource metadata',
    keepsWaiting: true,
    handles: { resource: hang },
    exit: 1,
    first: resource,
  },
  { does: 'never answers for server metadata', keepsWaiting: true, handles: { server: hang }, exit: 1, first: server },
  { does: 'cuts the connection on server metadata', handles: { server: cut }, exit: 1, first: server },
  {
    does: 'nests server metadata 100,000 deep',
    handles: { server: raw(nested(100_000)) },
    exit: 1,
    first: server,
  },
  {
    does: 'nests an issuer 100,000 deep',
    handles: { server: raw(`{"issuer":${nested(100_000)}}`) },
    exit: 1,
    first: server,
  },
  {
    does: 'sends a page in place of server metadata',
    handles: { server: page('<h1>Hello</h1>') },
    exit: 1,
    first: server,
  },
  { does: 'sends null as server metadata', handles: { server: data(null) }, exit: 1, first: server },
  {
    does: 'sends a list as server metadata',
    handles: { server: data([1, 2]) },
    exit: 3,
    first: /What discovery\/serves-authorization-server-metadata shows|Not met: .*metadata/,
  },
  {
    does: 'sends server metadata round in a circle',
    handles: { server: redirect('/.well-known/oauth-authorization-server?{n}') },
    exit: 1,
    first: server,
  },
  {
    does: 'gives every member of server metadata a wrong type',
    handles: {
      server: (res) =>
        json(res, 200, {
          issuer: {},
          authorization_endpoint: 5,
          token_endpoint: ['x'],
          registration_endpoint: { a: 1 },
          scopes_supported: 'read',
          grant_types_supported: 7,
          response_types_supported: { code: true },
          code_challenge_methods_supported: null,
          token_endpoint_auth_methods_supported: 3,
        }),
    },
    exit: 1,
    first: server,
  },
  {
    does: 'gives every member of resource metadata a wrong type',
    handles: {
      resource: (res) => json(res, 200, { resource: 5, authorization_servers: { 0: 'x' }, scopes_supported: 3 }),
    },
    exit: 0,
    first: /Conformant/,
  },
  {
    does: 'names 100,000 authorization servers',
    handles: {
      resource: (res, { origin }) =>
        json(res, 200, { ...resourceMetadata(origin), authorization_servers: Array(100_000).fill(origin) }),
    },
    exit: 1,
    first: resource,
  },
  {
    does: 'has members named as parts of objects',
    handles: {
      server: (res, { origin }) =>
        raw(
          `{"__proto__":{"polluted":1},"constructor":1,"toString":2,${JSON.stringify(serverMetadata(origin)).slice(1)}`,
        )(res, {} as never, () => {}),
    },
    exit: 0,
    first: /Conformant/,
  },
  {
    does: 'has an endpoint that is no URL',
    handles: { server: (res, { origin }) => json(res, 200, { ...serverMetadata(origin), token_endpoint: 'http://[' }) },
    exit: 1,
    first: /names no token_endpoint/,
  },
  {
    does: 'has an endpoint at a file',
    handles: {
      server: (res, { origin }) =>
        json(res, 200, { ...serverMetadata(origin), authorization_endpoint: 'file:///etc/passwd' }),
    },
    exit: 1,
    first: /sign-in.*(must start with|protocol)/,
    never: /root:/,
  },
  {
    does: 'sends server metadata as a bomb of gzip',
    handles: { server: raw(bomb(50), 'application/json', 200, { 'content-encoding': 'gzip' }) },
    exit: 1,
    first: server,
  },
  {
    does: 'offers 10,000 scopes',
    handles: {
      resource: (res, { origin }) =>
        json(res, 200, {
          ...resourceMetadata(origin),
          scopes_supported: Array.from({ length: 10_000 }, (_, n) => `scope-${n}`),
        }),
    },
    exit: 0,
    first: /Conformant/,
  },
  {
    does: 'has endpoints with passwords and ports that are none',
    handles: {
      server: (res, { origin }) =>
        json(res, 200, {
          ...serverMetadata(origin),
          token_endpoint: origin.replace('//', '//me:secret@'),
          registration_endpoint: `${origin.replace(/:\d+$/, '')}:99999/register`,
        }),
    },
    exit: 1,
    first: /names no registration_endpoint/,
  },
  {
    does: 'writes server metadata in UTF-16',
    handles: {
      server: (res, { origin }) =>
        raw(
          Buffer.from(`\ufeff${JSON.stringify(serverMetadata(origin))}`, 'utf16le'),
          'application/json; charset=utf-16',
        )(res, {} as never, () => {}),
    },
    exit: 1,
    first: server,
  },
  {
    does: 'leads back to the MCP URL with every endpoint',
    handles: {
      server: (res, { origin }) =>
        json(res, 200, {
          ...serverMetadata(origin),
          authorization_endpoint: `${origin}/mcp`,
          token_endpoint: `${origin}/mcp`,
          registration_endpoint: `${origin}/mcp`,
        }),
    },
    exit: 3,
    first: /register/,
  },
  {
    does: 'leads to resource metadata that is no URL',
    handles: {
      mcp: (res) => json(res, 401, {}, { 'www-authenticate': 'Bearer resource_metadata="javascript:alert(1)"' }),
    },
    exit: 1,
    first: resource,
  },
  {
    does: 'sends a challenge of 60 KB',
    handles: { mcp: (res) => json(res, 401, {}, { 'www-authenticate': `Bearer ${'a="b", '.repeat(8_000)}c="d"` }) },
    exit: 0,
    first: /Conformant/,
  },
];
