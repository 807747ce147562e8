import type { Table } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { rows } from './area.ts';
import { isOnLoopback, ofServer } from './metadata.ts';

// That what holds secrets goes over TLS: each document says it of an endpoint of its own.

/** A row: an endpoint of the metadata. */
interface Endpoint {
  endpoint: string;
  /** It is spoken of only where the metadata has this, too. */
  beside?: string;
}

const table: Table<Endpoint> = {
  per: 'url',
  blame: 'authorization-server',
  needsNobody: true,
  async run(world, { endpoint, beside }) {
    const { doc, answer } = serverMetadata(await world.discovery());
    const url: unknown = doc[endpoint];
    if (url === undefined || (beside && doc[beside] === undefined))
      throw new NotOffered(`the metadata name no ${url === undefined ? endpoint : beside}`);
    if (isOnLoopback(url)) throw new NotOffered(`the ${endpoint} is on loopback, where nothing is on the way`);
    const isSafe = typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:';
    expect.that(isSafe, { expected: `${endpoint} over https`, seen: JSON.stringify(url), at: answer });
  },
};

const inTheClear = (endpoint: string, more: Record<string, unknown> = {}) =>
  rewriteDocument(ofServer, { [endpoint]: `http://gateway.example/${endpoint}`, ...more });

export default rows(table, [
  {
    id: 'discovery/tokens-come-over-tls',
    title: 'The token endpoint, where codes and refresh tokens are sent, is https',
    clauses: ['rfc6749/refresh-tls', 'rfc6749/server-tokens-tls'],
    endpoint: 'token_endpoint',
    remedy: 'Serve the token endpoint over https alone.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [{ name: 'gives-tokens-in-the-clear', rewrites: inTheClear('token_endpoint') }],
  },
  {
    id: 'discovery/clients-register-over-tls',
    title: 'The registration endpoint is https',
    clauses: ['rfc7591/dcr-tls'],
    endpoint: 'registration_endpoint',
    remedy: 'Serve the registration endpoint over https alone: secrets are in its answers.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [{ name: 'registers-in-the-clear', rewrites: inTheClear('registration_endpoint') }],
  },
  {
    id: 'discovery/tokens-are-revoked-over-tls',
    title: 'The revocation endpoint is https',
    clauses: ['rfc7009/revoke-https'],
    endpoint: 'revocation_endpoint',
    remedy: 'Serve the revocation endpoint over https alone: living tokens are sent there.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: ['revokes-in-the-clear'],
  },
  {
    id: 'discovery/tokens-are-introspected-over-tls',
    title: 'The introspection endpoint is https',
    clauses: ['rfc7662/introspect-https'],
    endpoint: 'introspection_endpoint',
    remedy: 'Serve the introspection endpoint over https alone: living tokens are sent there.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [{ name: 'introspects-in-the-clear', rewrites: inTheClear('introspection_endpoint') }],
  },
  {
    id: 'discovery/proofs-go-over-tls',
    title: 'A server that takes DPoP proofs has its token endpoint over https',
    clauses: ['rfc9449/dpop-https'],
    endpoint: 'token_endpoint',
    beside: 'dpop_signing_alg_values_supported',
    remedy: 'Serve the token endpoint over https alone: a proof can be taken and used by whoever reads it.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      {
        name: 'takes-proofs-in-the-clear',
        rewrites: inTheClear('token_endpoint', { dpop_signing_alg_values_supported: ['ES256'] }),
      },
    ],
  },
]);
