import { madeUpFor } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import type { Person } from '../../vocabulary/people.ts';
import { tokenRequestBy } from '../../wire/oauth.ts';
import { expectNoSecret } from '../../wire/public-client.ts';
import { rows } from './area.ts';
import { errorBecomes, made, oauthError, type Params } from './parameters.ts';

interface Grants {
  client?: 'public';
  /** Beside the credentials of the client, in a request each. */
  sends: readonly Params<Have>[];
  answered(answer: Answer): void;
}

/** A grant of another document, which a server may well offer. */
const isExtension = (grantType: unknown) => String(grantType).startsWith('urn:');

/** Somebody, and a code. */
interface Have {
  person: Person;
  code: string;
}

/** A client asks for something else than it may have. */
const grants: Table<Grants> = {
  needsNobody: true,
  timesOf: ({ sends }) => sends.length,
  async run(world, { client: kind, sends, answered }) {
    const person = await world.person();
    const client = await world.client({ person });
    const { clientId: client_id, clientSecret: client_secret } = client;
    if (kind === 'public') expectNoSecret(client);
    const { code } = await madeUpFor(world, person, client);
    const have = { person, code: code ?? '' };
    const { authorizationServer } = await world.discovery();
    const offered: unknown[] = authorizationServer?.doc.grant_types_supported ?? [];
    for (const params of sends) {
      if (isExtension(params.grant_type) && offered.includes(params.grant_type)) continue;
      answered(await tokenRequestBy(world, client, { client_id, client_secret, ...made(params, have) }));
    }
  },
};

const code = ({ code }: Have) => code;
const email = ({ person }: Have) => person.email || 'nobody@example.com';
const password = ({ person }: Have) => person.password || 'no-password';

/** OAuth 2.1 §3.2.2, §3.2.4, §4.2 and §4.3. */
export default rows(grants, [
  {
    id: 'invalid-grant/calls-a-missing-parameter-invalid-request',
    spends: 'many tokens',
    title: 'A token request without grant_type, code or refresh_token is answered with 400 invalid_request',
    clauses: [
      'oauth21/token-missing-grant-type',
      'oauth21/token-missing-code',
      'oauth21/token-empty-param',
      'oauth21/refresh-missing-token',
    ],
    applies: { needs: ['refresh'] },
    sends: [
      { grant_type: undefined, code },
      { grant_type: 'authorization_code' },
      { grant_type: 'authorization_code', code: '' },
      { grant_type: 'refresh_token' },
    ],
    answered: oauthError(400, 'invalid_request'),
    remedy:
      'Look for the parameters that the grant needs before looking at their values; an empty value counts as none.',
    mutants: [
      {
        name: 'calls-a-missing-parameter-a-bad-grant',
        rewrites: errorBecomes('invalid_request', { body: { error: 'invalid_grant' } }),
      },
    ],
  },
  {
    id: 'invalid-grant/calls-an-unknown-grant-unsupported',
    title: 'A grant type that is not offered is answered with 400 unsupported_grant_type',
    clauses: ['oauth21/token-unsupported-grant-type', 'oauth21/refresh-grant-unsupported-clean'],
    sends: [{ grant_type: 'urn:example:none' }, { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }],
    answered: oauthError(400, 'unsupported_grant_type'),
    remedy:
      'Answer grant types that you do not serve with 400 unsupported_grant_type, not with an error of another kind.',
    mutants: [{ name: 'takes-every-grant-type-for-one-of-its-own', replaces: { grantTypeIsOffered: () => true } }],
  },
  {
    id: 'invalid-grant/gives-public-clients-no-token-of-their-own',
    title: 'A client without a secret gets no token by client_credentials',
    clauses: ['oauth21/client-credentials-confidential-only', 'oauth21/client-credentials-auth'],
    applies: { needs: ['public-clients'] },
    client: 'public',
    sends: [{ grant_type: 'client_credentials' }],
    answered: oauthError([400, 401], 'unauthorized_client', 'invalid_client', 'unsupported_grant_type'),
    remedy: 'Offer client_credentials to clients that authenticate, or not at all.',
    mutants: [
      {
        name: 'hands-out-tokens-for-the-asking',
        rewrites: errorBecomes('unsupported_grant_type', {
          status: 200,
          body: { access_token: 'x', token_type: 'Bearer' },
        }),
      },
    ],
  },
  {
    id: 'invalid-grant/refuses-the-password-grant',
    title: 'Nobody gets a token for a user name and a password',
    clauses: ['rfc9700/password-grant-refused', 'rfc9700/ropc-not-used', 'mcp/authz/as-oauth21-baseline'],
    sends: [{ grant_type: 'password', username: email, password }],
    answered: oauthError([400, 401], 'unsupported_grant_type', 'unauthorized_client'),
    remedy: 'Take the password grant out: it hands the user’s password to whoever asks.',
    mutants: [
      {
        name: 'knows-the-password-grant',
        rewrites: errorBecomes('unsupported_grant_type', { body: { error: 'invalid_grant' } }),
      },
    ],
  },
]);
