import { expectErrorResponse } from '../../stage/error-response.ts';
import { brokerage, gateway, type Place } from '../../stage/place.ts';
import { Untestable } from '../../vocabulary/expect.ts';
import type { Overrides } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { ofTheBrokerage, rows } from './area.ts';

interface Asked {
  /** Put over the right parameters, a request each. */
  sends: readonly Overrides[];
  /** What must be known for the refusal to be owed. */
  given?: (world: World) => Promise<void>;
}

/** A server that announces plain may take it; that it should not announce it is said by another check. */
async function plainIsNotSupported(world: World): Promise<void> {
  const methods: unknown = (await world.discovery()).authorizationServer?.doc.code_challenge_methods_supported;
  if (!Array.isArray(methods))
    throw new Untestable('needs a server that says which challenge methods it supports: see pkce/announces-s256');
  if (methods.includes('plain'))
    throw new Untestable('needs a server that does not announce plain: see pkce/announces-no-plain');
}

const SHA256_IN_BASE64URL = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const isRefusedAt =
  (place: Place) =>
  async (world: World, { sends, given }: Asked) => {
    await given?.(world);
    const person = await world.person();
    const client = await place.client(world, person);
    for (const params of sends) {
      expectErrorResponse(await place.authorize(world, client, person, params), 'invalid_request');
    }
  };

const atTheGateway = rows<Asked>(
  { dependsOn: ['tokens/accepts-its-own-tokens'], needsNobody: true, run: isRefusedAt(gateway) },
  [
    {
      id: 'pkce/requires-a-challenge',
      title: 'An authorization request without a code_challenge is refused',
      clauses: [
        'oauth21/pkce-required-public',
        'oauth21/pkce-no-challenge-no-token',
        'rfc7636/as-error-pkce-required',
        'mcp/authz/as-pkce-enforced',
      ],
      sends: [{ code_challenge: undefined, code_challenge_method: undefined }],
      remedy:
        'Answer a request without code_challenge with error=invalid_request: MCP clients are public, so PKCE is not optional.',
      variations: [
        'more-in-authorization-responses',
        'authorization-responses-written-otherwise',
        'header-names-in-capitals',
      ],
      mutants: [{ name: 'lets-a-request-in-without-a-challenge', replaces: { codeChallengeIsGiven: () => true } }],
    },
    {
      id: 'pkce/refuses-a-malformed-challenge',
      title: 'A code_challenge that is no SHA-256 hash in base64url is refused',
      clauses: ['oauth21/pkce-challenge-syntax'],
      weakBecause: 'The grammar is said to clients; no document has the server look whether they keep it.',
      sends: [{ code_challenge: 'abc' }, { code_challenge: `${SHA256_IN_BASE64URL.slice(1)}=` }],
      remedy:
        'An S256 challenge is 43 characters of the base64url alphabet without padding. Answer any other with error=invalid_request.',
      variations: [
        'more-in-authorization-responses',
        'authorization-responses-written-otherwise',
        'connections-are-closed',
      ],
      mutants: [{ name: 'stores-any-challenge', replaces: { codeChallengeIsWellFormed: () => true } }],
    },
    {
      id: 'pkce/refuses-an-unknown-method',
      title: 'A challenge method that does not exist is refused',
      clauses: ['rfc7636/as-error-method-unsupported', 'oauth21/unsupported-challenge-method'],
      sends: [{ code_challenge_method: 'S512' }],
      remedy: 'Accept code_challenge_method=S256 only and answer anything else with error=invalid_request.',
      variations: ['more-in-authorization-responses', 'authorization-responses-written-otherwise', 'bodies-in-brotli'],
      mutants: [{ name: 'accepts-any-challenge-method', replaces: { codeChallengeMethodIsS256: () => true } }],
    },
    {
      id: 'pkce/refuses-plain',
      title: 'The challenge method plain is refused by a server that does not announce it',
      clauses: ['rfc7636/as-error-method-unsupported', 'oauth21/unsupported-challenge-method'],
      given: plainIsNotSupported,
      sends: [{ code_challenge_method: 'plain' }],
      remedy: 'Accept code_challenge_method=S256 only and answer plain with error=invalid_request.',
      variations: ['more-in-authorization-responses', 'authorization-responses-written-otherwise', 'bodies-in-brotli'],
      mutants: [
        {
          name: 'accepts-plain',
          replaces: { codeChallengeMethodIsS256: (method) => method === 'S256' || method === 'plain' },
        },
      ],
    },
    {
      id: 'pkce/takes-no-method-for-plain',
      title: 'A request that names no challenge method is not taken for S256',
      clauses: ['oauth21/pkce-method-default-plain'],
      given: plainIsNotSupported,
      sends: [{ code_challenge_method: undefined }],
      remedy:
        'A missing code_challenge_method means plain. Refuse it with error=invalid_request instead of guessing S256.',
      variations: ['more-in-authorization-responses', 'authorization-responses-written-otherwise', 'bodies-in-brotli'],
      mutants: [
        {
          name: 'guesses-the-challenge-method',
          replaces: { codeChallengeMethodIsS256: (method) => method === undefined || method === 'S256' },
        },
      ],
    },
  ],
);

const atTheBrokerage = rows<Asked>({ ...ofTheBrokerage, run: isRefusedAt(brokerage) }, [
  {
    id: 'pkce/brokerage-requires-a-challenge',
    title: 'The brokerage refuses an authorization request without a code_challenge',
    clauses: ['rfc7636/as-error-pkce-required', 'AR-11'],
    sends: [{ code_challenge: undefined }],
    remedy: 'Answer a request without code_challenge with error=invalid_request.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [
      { name: 'brokerage-lets-a-request-in-without-a-challenge', replaces: { brokerChallengeIsPresent: () => true } },
    ],
  },
  {
    id: 'pkce/brokerage-refuses-plain',
    title: 'The brokerage refuses the challenge method plain',
    clauses: ['rfc7636/as-error-method-unsupported', 'AR-11'],
    sends: [{ code_challenge_method: 'plain' }],
    remedy: 'Accept code_challenge_method=S256 only.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [
      { name: 'brokerage-accepts-any-challenge-method', replaces: { brokerChallengeMethodIsS256: () => true } },
    ],
  },
]);

export default [...atTheGateway, ...atTheBrokerage];
