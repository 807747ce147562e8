import type { Answer } from '../../vocabulary/answer.ts';
import { expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import {
  isForCodes,
  OURS,
  refused,
  refusedOr,
  registered,
  registrations,
  saysOfClients,
  tells,
} from './registering.ts';

const RIGHT_TO_LEFT = '\u202e';

const returnsCodesAlone = (answer: Answer) =>
  expect.equal(answer.json().response_types, ['code'], 'response_types', answer);

/** A server may choose another way of authenticating, if it says so. */
/** A server that knows no clients without a secret may refuse one. */
const ifRegistered =
  (judge: (answer: Answer) => void) =>
  (answer: Answer): void => {
    if (answer.status === 400) throw new Untestable('needs a server that registers clients without a secret');
    expect.status(answer, 201);
    judge(answer);
  };

const hasNoSecretIfPublic = (answer: Answer) => {
  const { token_endpoint_auth_method: method, client_secret: secret } = answer.json();
  if ((method ?? 'none') === 'none') expect.equal(secret, undefined, 'client_secret', answer);
};

const namesItsMethod = (answer: Answer) => {
  const method: unknown = answer.json().token_endpoint_auth_method;
  const seen = String(method);
  expect.that(typeof method === 'string', { expected: 'token_endpoint_auth_method', seen, at: answer });
};

const hasAnHonestName = (answer: Answer) => {
  const name = String(answer.json().client_name ?? '');
  const finding = { expected: 'a name without what reorders it', seen: '201 with it', at: answer };
  expect.that(!name.includes(RIGHT_TO_LEFT), finding);
};

const hasNoLinks = (answer: Answer) => {
  const { client_uri, logo_uri } = answer.json();
  expect.equal([client_uri, logo_uri], [null, null], 'the links that were registered', answer);
};

/** Who has no use for keys ignores them; then they are not in the answer. */
const hasKeysInOneWay = (answer: Answer) => {
  const { jwks, jwks_uri } = answer.json();
  expect.that(!(jwks && jwks_uri), { expected: '400, or not both in the answer', seen: '201 with both', at: answer });
};

/** The default is client_secret_basic (RFC 7591 §2); whoever chose another says which. */
const isToldHowToAuthenticate = (answer: Answer) => {
  if (answer.status === 400) throw new NotOffered('the server wants to be told how a client authenticates');
  expect.status(answer, 201);
  const { token_endpoint_auth_method: told, client_secret: secret } = answer.json();
  const needsASecret = told === undefined || /^client_secret_/.test(String(told));
  const seen = `${told ?? 'no method'}, and ${secret ? 'a' : 'no'} secret`;
  const expected = 'token_endpoint_auth_method, and a client_secret unless it is none';
  expect.that(!needsASecret || typeof secret === 'string', { expected, seen, at: answer });
};

const hasAnIdOfTheServer: Parameters<typeof refusedOr>[1] = (answer, { client_id: wished }) => {
  const seen = 'the one that it asked for';
  expect.that(answer.json().client_id !== wished, { expected: `another client_id than ${wished}`, seen, at: answer });
};

const STATED = 'openbell with a statement';
/** Signed by a key that nobody knows. */
const STATEMENT = `${['{"alg":"ES256"}', '{"iss":"https://openbell.example","client_name":"openbell"}']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')}.c2lnbmVkLWJ5LW5vYm9keQ`;

/** What is used stands in the answer (RFC 7591 §3.2.1). */
const usesNoStatement = (answer: Answer) =>
  expect.that(!answer.json().software_statement, {
    expected: 'an error, or a registration without the statement',
    seen: '201 with the statement',
    at: answer,
  });

const returnsTheStatementIfUsed = (answer: Answer) => {
  const used: unknown = answer.status === 201 ? (answer.json().software_statement ?? undefined) : undefined;
  if (used === undefined) throw new NotOffered('the server uses no software statement of whoever registers');
  expect.equal(used, STATEMENT, 'software_statement', answer);
};

/** What a client says of itself beside its redirect URIs (RFC 7591 §2), and what it is told (§3.2.1). */
export default rows(registrations, [
  {
    id: 'registration/tells-all-that-was-registered',
    title: 'The answer to a registration holds all that was registered, redirect URIs above all',
    clauses: [
      'rfc7591/dcr-all-metadata-returned',
      'rfc7591/dcr-redirect-uris-returned-same',
      'rfc7591/dcr-auth-method-honored',
    ],
    registers: [
      { client_name: 'openbell echo', redirect_uris: [OURS, 'https://client.example/callback?from=openbell'] },
    ],
    answered: registered(tells('redirect_uris'), tells('client_name'), namesItsMethod, isForCodes),
    remedy: 'Send back every member as it was stored, with the values that you chose yourself.',
    variations: ['more-in-registrations', 'bodies-in-gzip'],
    mutants: [{ name: 'tells-the-id-alone', replaces: { registrationIsEchoed: ({ client_id }) => ({ client_id }) } }],
  },
  {
    id: 'registration/fills-in-the-defaults',
    title: 'A client that names no grant and no response type is registered for codes, and told so',
    clauses: ['rfc7591/dcr-default-grants', 'rfc7591/dcr-all-metadata-returned'],
    registers: [{ grant_types: undefined, response_types: undefined }],
    answered: registered(isForCodes, returnsCodesAlone),
    remedy: 'Take authorization_code and code where grant_types and response_types are left out.',
    variations: ['more-in-registrations', 'header-names-in-capitals'],
    mutants: [{ name: 'registers-for-nothing-by-default', rewrites: saysOfClients({ grant_types: [] }) }],
  },
  {
    id: 'registration/ignores-what-it-does-not-know',
    title: 'Members that the server does not know are no reason to refuse a registration',
    clauses: ['rfc7591/dcr-unknown-metadata-ignored'],
    registers: [
      {
        client_name: 'openbell with more',
        openbell_unknown_member: { nested: true },
        post_logout_redirect_uris: [],
      },
    ],
    answered: registered(),
    remedy: 'Ignore members of the registration that you have no use for: every client sends some.',
    variations: ['more-in-registrations', 'json-with-escapes'],
    mutants: [
      {
        name: 'refuses-what-it-does-not-know',
        rewrites: rewriteJson('/oauth/register', ({ client_name }) =>
          client_name === 'openbell with more'
            ? { status: 400, body: { error: 'invalid_client_metadata' } }
            : undefined,
        ),
      },
    ],
  },
  {
    id: 'registration/clients-do-not-choose-their-ids',
    title: 'A client that asks for an id of its own is refused, or given another',
    clauses: ['rfc9700/client-id-not-user-id'],
    registers: [{ client_id: 'admin' }],
    answered: refusedOr(['invalid_client_metadata', 'invalid_request'], hasAnIdOfTheServer),
    remedy: 'Make client ids yourself and pass over the one that is asked for: it could be taken for that of a user.',
    variations: ['more-in-registrations', 'connections-are-closed'],
    mutants: [{ name: 'lets-clients-choose-their-ids', rewrites: saysOfClients({ client_id: 'admin' }) }],
  },
  {
    id: 'registration/gives-public-clients-no-secret',
    title: 'A client that will not authenticate gets no secret',
    clauses: ['rfc7591/dcr-no-secret-public', 'rfc8252/native-is-public'],
    applies: { needs: ['public-clients'] },
    registers: [{ token_endpoint_auth_method: 'none' }],
    answered: ifRegistered(hasNoSecretIfPublic),
    remedy: 'Leave client_secret out where token_endpoint_auth_method is none.',
    variations: ['more-in-registrations', 'headers-of-a-proxy'],
    mutants: [
      {
        name: 'gives-secrets-to-clients-that-cannot-keep-them',
        rewrites: saysOfClients({ client_secret: 'a-secret-for-everybody', client_secret_expires_at: 0 }),
      },
    ],
  },
  {
    id: 'registration/says-how-a-client-authenticates-by-default',
    title: 'A client that does not say how it authenticates is told, and has a secret where it is told to show one',
    clauses: ['rfc7591/dcr-default-auth-method'],
    registers: [{ token_endpoint_auth_method: undefined }],
    answered: isToldHowToAuthenticate,
    remedy: 'Take client_secret_basic where token_endpoint_auth_method is left out, or name another in the answer.',
    variations: ['more-in-registrations', 'json-with-spaces-and-in-another-order'],
    mutants: [
      {
        name: 'registers-without-a-word-on-authentication',
        rewrites: saysOfClients({ token_endpoint_auth_method: undefined, client_secret: undefined }),
      },
      {
        name: 'asks-for-a-secret-that-it-does-not-give',
        rewrites: saysOfClients({ token_endpoint_auth_method: 'client_secret_basic', client_secret: undefined }),
      },
    ],
  },
  {
    id: 'registration/says-what-is-wrong-with-a-software-statement',
    title: 'A software statement that is none is ignored, or refused with an error of its own',
    clauses: ['rfc7591/dcr-software-statement-invalid'],
    registers: [{ client_name: STATED, software_statement: 'openbell.states.nothing' }],
    answered: refusedOr(['invalid_software_statement', 'unapproved_software_statement'], usesNoStatement),
    remedy: 'Answer with invalid_software_statement or unapproved_software_statement, or pay no heed to the statement.',
    variations: ['more-in-registrations', 'headers-of-a-proxy'],
    mutants: [
      {
        name: 'calls-a-bad-statement-bad-metadata',
        rewrites: rewriteJson('/oauth/register', ({ client_name }) =>
          client_name === STATED ? { status: 400, body: { error: 'invalid_client_metadata' } } : undefined,
        ),
      },
      {
        name: 'believes-any-software-statement',
        rewrites: rewriteJson('/oauth/register', (body) =>
          body.client_name === STATED
            ? { body: { ...body, software_statement: 'openbell.states.nothing' } }
            : undefined,
        ),
      },
    ],
  },
  {
    id: 'registration/returns-software-statements-as-they-came',
    title: 'A software statement that a registration used comes back as it was sent',
    clauses: ['rfc7591/dcr-software-statement-returned'],
    registers: [{ client_name: 'openbell with a signed statement', software_statement: STATEMENT }],
    answered: returnsTheStatementIfUsed,
    remedy: 'Put the software statement into the answer as it came.',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      { name: 'rewrites-software-statements', rewrites: saysOfClients({ software_statement: 'another.statement.x' }) },
    ],
  },
  {
    id: 'registration/refuses-an-authentication-method-that-does-not-exist',
    title: 'A way of authenticating that does not exist is refused with invalid_client_metadata',
    clauses: ['rfc7591/dcr-unknown-auth-method', 'rfc7591/dcr-invalid-client-metadata'],
    registers: [{ token_endpoint_auth_method: 'openbell_handshake' }],
    answered: refused('invalid_client_metadata'),
    remedy: 'Refuse a token_endpoint_auth_method that is not in token_endpoint_auth_methods_supported.',
    mutants: [
      { name: 'registers-any-way-of-authenticating', replaces: { clientIsPublic: () => true } },
      {
        name: 'registers-ways-of-authenticating-that-it-lacks',
        replaces: { authenticationMethodIsOffered: () => true },
        needs: ['client-assertions'],
      },
    ],
  },
  {
    id: 'registration/refuses-grants-that-do-not-fit',
    title: 'Grant types that contradict the response types are refused with invalid_client_metadata, or put right',
    clauses: ['rfc7591/dcr-inconsistent-grants'],
    registers: [{ grant_types: ['implicit'], response_types: ['code'] }],
    answered: refusedOr(['invalid_client_metadata'], isForCodes),
    remedy: 'Require authorization_code for the response type code, and refuse what contradicts it.',
    mutants: [{ name: 'registers-contradictions', replaces: { grantsFitTheFlow: () => true } }],
  },
  {
    id: 'registration/refuses-a-name-that-misleads',
    title: 'A name with characters that reorder or hide text is not registered',
    clauses: ['rfc7591/dcr-name-characters', 'rfc7591/dcr-invalid-client-metadata'],
    applies: { needs: ['consent-page'] },
    registers: [{ client_name: `edualC${RIGHT_TO_LEFT}` }],
    answered: refusedOr(['invalid_client_metadata'], hasAnHonestName),
    remedy: 'Refuse control and bidirectional formatting characters in client_name.',
    mutants: [{ name: 'registers-names-that-mislead', replaces: { clientNameIsPrintable: () => true } }],
  },
  {
    id: 'registration/refuses-links-that-run',
    title: 'A link for the permission page that would run a script is not registered',
    clauses: ['rfc7591/dcr-js-uri-in-display'],
    registers: [{ client_uri: 'javascript:alert(1)', logo_uri: 'data:text/html,x' }],
    answered: refusedOr(['invalid_client_metadata'], hasNoLinks),
    remedy: 'Take https links only for client_uri, logo_uri, tos_uri and policy_uri.',
    mutants: [{ name: 'registers-links-that-run', replaces: { displayLinkIsAWebPage: () => true } }],
  },
  {
    id: 'registration/takes-keys-in-one-way',
    title: 'Keys by value and by reference at once are not registered',
    clauses: ['rfc7591/dcr-jwks-exclusive', 'rfc7591/dcr-invalid-client-metadata'],
    registers: [{ jwks: { keys: [] }, jwks_uri: 'https://client.example/jwks.json' }],
    answered: refusedOr(['invalid_client_metadata'], hasKeysInOneWay),
    remedy: 'Refuse a registration with both jwks and jwks_uri.',
    mutants: [{ name: 'takes-keys-in-two-ways-at-once', replaces: { keysAreGivenOneWay: () => true } }],
  },
]);
