import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { MintingRequest } from '../../vocabulary/minting.ts';
import type { Person, Traits } from '../../vocabulary/people.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface Refused {
  traits?: Traits;
  sends: readonly ((person: Person, world: World) => MintingRequest | Promise<MintingRequest>)[];
  /** Any status from 400 on, unless told. */
  status?: readonly number[];
  judge?(answer: Answer, sent: MintingRequest): void;
}

/** Requests for a token each, in one respect not as they should be. */
const refused: Table<Refused> = {
  dependsOn: ['minting/mints-a-token'],
  async run(world, { traits, sends, status, judge }) {
    const person = await world.person(traits);
    for (const wrong of sends) {
      const sent = await wrong(person, world);
      const answer = await world.minting().request(person, world.scopes.read, sent);
      const isMinted = typeof (answer.tryJson() as { access_token?: unknown } | undefined)?.access_token === 'string';
      const isRefused = status ? status.includes(answer.status) : answer.status >= 400 && answer.status < 500;
      expect.that(!isMinted && isRefused, {
        expected: `${status?.join(' or ') ?? 'a refusal'}, and no token`,
        seen: describe(answer),
        at: answer,
      });
      judge?.(answer, sent);
    }
  },
};

const without = (name: string) => () => ({ headers: { [name]: undefined } });
const headers = (over: Record<string, string>) => () => ({ headers: over });
const body = (value: unknown) => () => ({ body: value });

const HEADERS = ['client-id', 'client-secret', 'user-id', 'user-secret'];

const namesWhatIsMissing = (answer: Answer, { headers = {} }: MintingRequest): void => {
  const [name = ''] = Object.keys(headers);
  expect.that(/missing|required/i.test(answer.words()) && answer.words().includes(name), {
    expected: `that ${name} is missing`,
    seen: describe(answer),
    at: answer,
  });
};

const inTheAddress = (person: Person): MintingRequest => {
  const credentials = {
    client_id: person.platform?.clientId ?? '',
    client_secret: person.platform?.clientSecret ?? '',
    user_id: person.email,
    user_secret: person.password,
  };
  const dashed = Object.entries(credentials).map(([name, value]) => [name.replace('_', '-'), value]);
  return {
    headers: Object.fromEntries(HEADERS.map((name) => [name, undefined])),
    query: `?${new URLSearchParams(dashed as [string, string][])}`,
  };
};

/** The platform of the second user, with the first one’s name and secret. */
const ofTheOtherPlatform = async (_: Person, world: World): Promise<MintingRequest> => {
  const { platform } = await world.person({ ofAnotherPlatform: true });
  return { headers: { 'client-id': platform!.clientId, 'client-secret': platform!.clientSecret } };
};

const silent = 'The guide does not say how such a request is refused.';
const notMintedBecauseOf = 'Say with 400 which scopes there are: ["read"] or ["read","trade"].';
const anyScopes = { name: 'mints-whatever-is-asked-for', replaces: { mintedScopesAreOnOffer: () => true } };

/** Who asks wrongly gets no token. */
export default rows(refused, [
  {
    id: 'minting/refuses-a-wrong-platform-secret',
    title: 'A wrong secret of the platform, or a platform that nobody knows, gets no token',
    clauses: ['minting/platform-and-user-are-proven', 'CN-1'],
    sends: [headers({ 'client-secret': 'openbell-guesses' }), headers({ 'client-id': 'openbell-no-such-platform' })],
    status: [401],
    remedy: 'Compare the secret of the platform, in constant time, before anything else is looked at.',
    mutants: [{ name: 'takes-any-secret-of-a-platform', replaces: { platformProvesItself: (known) => known } }],
  },
  {
    id: 'minting/refuses-a-wrong-user-secret',
    title: 'A wrong secret of the user, or a user that nobody knows, gets no token',
    clauses: ['minting/platform-and-user-are-proven', 'CN-1'],
    sends: [headers({ 'user-secret': 'openbell-guesses' }), headers({ 'user-id': 'openbell-no-such-user' })],
    status: [401],
    remedy: 'A platform speaks for all its users, and still has to show the secret of each.',
    mutants: [{ name: 'takes-any-secret-of-a-user', replaces: { userProvesThemselves: () => true } }],
  },
  {
    id: 'minting/refuses-a-user-of-another-platform',
    title: 'A platform gets no token for a user of another, although it shows that user’s secret',
    clauses: ['minting/user-belongs-to-a-platform', 'CN-1'],
    weakBecause: silent,
    sends: [ofTheOtherPlatform],
    status: [401],
    remedy: 'Look users up by platform and name together.',
    mutants: [{ name: 'lends-users-to-every-platform', replaces: { userIsThisPlatforms: () => true } }],
  },
  {
    id: 'minting/names-the-header-that-is-missing',
    title: 'Whoever leaves out one of the four headers is told which',
    clauses: ['minting/credentials-in-headers', 'CN-2'],
    weakBecause: silent,
    sends: HEADERS.map(without),
    judge: namesWhatIsMissing,
    remedy: 'Name the headers that are missing: client-id, client-secret, user-id, user-secret.',
    mutants: [{ name: 'does-not-miss-a-header', replaces: { mintingCredentialsAreSent: () => true } }],
  },
  {
    id: 'minting/refuses-credentials-in-the-address',
    title: 'Credentials in the address get no token',
    clauses: ['minting/credentials-in-headers', 'CN-2'],
    weakBecause: silent,
    sends: [inTheAddress],
    remedy: 'Refuse them with 400: an address is written into every log on the way, and the secrets are to be changed.',
    mutants: [{ name: 'takes-credentials-from-the-address', replaces: { credentialsStayOutOfTheAddress: () => true } }],
  },
  {
    id: 'minting/refuses-a-scope-that-does-not-exist',
    title: 'A scope that does not exist gets no token, also beside one that does',
    clauses: ['minting/refuses-other-scopes', 'CN-2'],
    weakBecause: silent,
    sends: [body({ scopes: ['admin'] }), body({ scopes: ['read', 'admin'] }), body({ scopes: ['READ'] })],
    status: [400, 422],
    remedy: notMintedBecauseOf,
    mutants: [
      {
        name: 'mints-scopes-that-do-not-exist',
        replaces: { mintedScopesAreOnOffer: (asked, _, smallest) => Array.isArray(asked) && asked.includes(smallest) },
      },
    ],
  },
  {
    id: 'minting/refuses-a-wish-without-scopes',
    title: 'No scopes, an empty list, or something that is no list gets no token',
    clauses: ['minting/refuses-other-scopes', 'CN-2'],
    weakBecause: silent,
    sends: [body({}), body({ scopes: [] }), body({ scopes: 'read' }), body({ scopes: null }), body([])],
    status: [400, 422],
    remedy: notMintedBecauseOf,
    mutants: [anyScopes],
  },
  {
    id: 'minting/refuses-trading-without-reading',
    title: 'Trading alone, or one scope twice, gets no token',
    clauses: ['minting/refuses-other-scopes', 'CN-2'],
    weakBecause: silent,
    sends: [body({ scopes: ['trade'] }), body({ scopes: ['read', 'read'] })],
    status: [400, 422],
    remedy: notMintedBecauseOf,
    mutants: ['mints-whatever-is-asked-for'],
  },
  {
    id: 'minting/refuses-what-is-no-json',
    title: 'A body that is no JSON, or does not say that it is, gets no token',
    clauses: ['minting/refuses-other-requests', 'CN-2'],
    weakBecause: silent,
    sends: [
      body('{"scopes":['),
      body('scopes=read'),
      () => ({ headers: { 'content-type': 'text/plain' }, body: '{"scopes":["read"]}' }),
    ],
    status: [400, 415],
    remedy: 'Answer 400 to what is no JSON, and 415 to what does not say that it is.',
    mutants: [
      {
        name: 'answers-anything-with-a-token',
        rewrites: rewriteAnswer(
          { path: '/auth/tokens/user', status: [400, 415] },
          { status: 200, body: { access_token: 'anything' } },
        ),
      },
    ],
  },
  {
    id: 'minting/takes-post-alone',
    title: 'A request by another method than POST is 405, and says which would do',
    clauses: ['minting/refuses-other-requests', 'CN-2'],
    weakBecause: silent,
    sends: [() => ({ method: 'GET' }), () => ({ method: 'PUT' })],
    status: [405],
    judge: (answer) =>
      expect.that(/\bPOST\b/.test(answer.headers.allow ?? ''), {
        expected: 'Allow: POST',
        seen: answer.headers.allow ?? 'none',
        at: answer,
      }),
    remedy: 'Answer 405 with Allow: POST.',
    mutants: [
      {
        name: 'keeps-the-right-method-to-itself',
        rewrites: rewriteAnswer({ path: '/auth/tokens/user', status: 405 }, { headers: { allow: undefined } }),
      },
    ],
  },
  {
    id: 'minting/needs-a-connected-broker',
    title: 'For a user without a broker no token is minted, and the refusal is not that of a wrong secret',
    clauses: ['minting/needs-a-broker', 'CN-1'],
    traits: { connection: 'none' },
    sends: [() => ({})],
    status: [400, 403, 404, 409, 422],
    remedy: 'Say that the user has to connect a broker first, with an error of its own.',
    mutants: [{ name: 'mints-for-users-without-a-broker', replaces: { userIsConnected: () => true } }],
  },
]);
