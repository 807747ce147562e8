import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import type { Table } from '../../vocabulary/check.ts';
import type { Authorized } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import { rewriteLocation } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';
import { rows } from './area.ts';

// OAuth 2.1 has the code flow alone: what another response type is answered with, at either authorization server.

/** A row: the server, and the response types that it must refuse; undefined sends none. */
interface Refusal {
  at: 'gateway' | 'brokerage';
  types: readonly (string | undefined)[];
  /** By which errors, where it matters. */
  errors?: readonly string[];
}

async function askFor(type: string | undefined, at: Refusal['at'], world: World, person: Person): Promise<Authorized> {
  const params = { response_type: type };
  if (at === 'gateway') return authorize(world, { client: await world.client({ person }), person, params });
  return authorizeAtBrokerage(world, await brokerageKey(world, person, 'direct'), person, params);
}

const table: Table<Refusal> = {
  timesOf: ({ types }) => types.length,
  async run(world, { at, types, errors: named }) {
    const person = await world.person();
    for (const type of types) {
      const errors = named ?? [
        'unsupported_response_type',
        'invalid_request',
        ...(type ? ['unauthorized_client'] : []),
      ];
      expectErrorResponse(await askFor(type, at, world, person), ...errors);
    }
  },
};

export default rows(table, [
  {
    id: 'discovery/gives-codes-only',
    title: 'The authorization endpoint gives codes and nothing else: other response types, or none, are errors',
    clauses: ['oauth21/response-type-unsupported', 'oauth21/response-type-missing', 'oauth21/implicit-removed'],
    blame: 'authorization-server',
    dependsOn: ['tokens/accepts-its-own-tokens'],
    needsNobody: true,
    spends: 'sign-ins',
    at: 'gateway',
    types: ['token', 'code token', undefined],
    remedy: 'Answer any response_type but code with unsupported_response_type, and a missing one with invalid_request.',
    mutants: [{ name: 'takes-any-response-type-for-code', replaces: { responseTypeIsCode: () => true } }],
  },
  {
    id: 'discovery/calls-other-response-types-unsupported',
    title: 'A response type that is not offered is answered with unsupported_response_type',
    clauses: ['oauth21/response-type-unsupported'],
    blame: 'authorization-server',
    dependsOn: ['discovery/gives-codes-only'],
    needsNobody: true,
    at: 'gateway',
    types: ['token'],
    errors: ['unsupported_response_type', 'unauthorized_client'],
    remedy:
      'Answer a response_type that you do not serve with error=unsupported_response_type, and with no other code.',
    mutants: [
      {
        name: 'calls-other-response-types-invalid',
        rewrites: rewriteLocation((location) => location.replace('unsupported_response_type', 'invalid_request')),
      },
    ],
  },
  {
    id: 'discovery/brokerage-gives-codes-only',
    title: 'In direct mode the brokerage, too, gives codes and nothing else',
    clauses: ['oauth21/response-type-unsupported', 'oauth21/implicit-removed', 'AR-11'],
    blame: 'broker',
    applies: { needs: ['direct-mode'] },
    dependsOn: ['tokens/accepts-direct-tokens'],
    at: 'brokerage',
    types: ['token'],
    remedy: 'Answer any response_type but code with unsupported_response_type.',
    variations: ['the-brokerages-json-with-escapes'],
    mutants: [{ name: 'brokerage-takes-any-response-type', replaces: { brokerResponseTypeIsCode: () => true } }],
  },
]);
