import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

/** What the part of a key opens, and what it does not. */
export const PART = ['directory.read', 'stats.read'] as const;

type Place = 'header' | 'address';

interface Presented {
  key(world: World): Promise<string>;
  /** In the header unless told. */
  place?: Place;
  /** Whether keys are taken from the address; so where the key stands there, unless told. */
  switchedOn?: boolean;
  judge(answer: Answer): void;
}

const whole = (world: World): Promise<string> => world.partnerKeys().whole();
const revoked = (world: World): Promise<string> => world.partnerKeys().revoked();
const unknown = async (world: World): Promise<string> => `pk_${world.secret('api_key')}`;
const served = (answer: Answer): void => expect.status(answer, 200);
const unauthorized = (answer: Answer): void => expect.bearerRefusal(answer, 401);

const presented: Table<Presented> = {
  async run(world, { key, place = 'header', switchedOn = true, judge }) {
    const keys = world.partnerKeys();
    const value = await key(world);
    if (place === 'header') return judge(await world.mcp(value).request('tools/list'));
    await keys.takenFromTheAddress(switchedOn);
    judge(await keys.mcp(value).request('tools/list'));
  },
};

const remedies = {
  revoked: 'Look up the state of a key at each request, and answer 401 where it is no longer active.',
  address: 'Read ?api_key= where no Authorization header came, and where the operator has switched that on.',
};

const inTheHeader = rows(presented, [
  {
    id: 'partners/takes-a-key-as-bearer',
    title: 'A partner key in the Authorization header opens the gateway by itself',
    clauses: ['partners/key-as-bearer', 'CE-4'],
    dependsOn: [],
    key: whole,
    judge: served,
    remedy: 'Take Authorization: Bearer with an active partner key for a good token.',
    mutants: [{ name: 'knows-no-key', replaces: { partnerKeyIsActive: () => false } }],
  },
  {
    id: 'partners/refuses-a-revoked-key',
    title: 'A key that was revoked is refused',
    clauses: ['partners/only-valid-keys', 'CE-4'],
    dependsOn: ['partners/takes-a-key-as-bearer'],
    key: revoked,
    judge: unauthorized,
    remedy: remedies.revoked,
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [{ name: 'keeps-revoked-keys', replaces: { partnerKeyIsActive: () => true } }],
  },
  {
    id: 'partners/refuses-an-unknown-key',
    title: 'What looks like a key and was given to nobody is refused',
    clauses: ['partners/only-valid-keys', 'oauth21/invalid-token-401', 'CE-4'],
    dependsOn: ['partners/takes-a-key-as-bearer'],
    key: unknown,
    judge: unauthorized,
    remedy: 'Look a key up by its hash, and answer 401 where there is none.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [
      {
        name: 'takes-any-key',
        rewrites: rewriteAnswer({ path: '/mcp', status: 401, error: 'invalid_token' }, { status: 200, body: {} }),
      },
    ],
  },
]);

const switched = { ...presented, lane: 'exclusive' } as const;
const inTheAddress = rows({ ...switched, dependsOn: ['partners/takes-a-key-as-bearer'] }, [
  {
    id: 'partners/takes-a-key-from-the-address',
    title: 'Where that is switched on, a key in the address opens the gateway for a client that sends no header',
    clauses: ['partners/key-in-address', 'CE-4'],
    key: whole,
    place: 'address',
    judge: served,
    remedy: remedies.address,
    mutants: [{ name: 'reads-no-address', replaces: { credentialIsChosen: () => 'header' } }],
  },
  {
    id: 'partners/takes-no-key-from-the-address-unasked',
    title: 'Unless that is switched on, a key in the address is as good as none',
    clauses: ['partners/key-in-address', 'oauth21/bearer-query-ignored', 'CE-4'],
    key: whole,
    place: 'address',
    switchedOn: false,
    judge: unauthorized,
    remedy: remedies.address,
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [
      {
        name: 'reads-every-address',
        replaces: { credentialIsChosen: (header, key) => (header === undefined && key ? 'address' : 'header') },
      },
    ],
  },
  {
    id: 'partners/refuses-a-revoked-key-in-the-address',
    title: 'A revoked key is refused in the address as well',
    clauses: ['partners/only-valid-keys', 'CE-4'],
    dependsOn: ['partners/takes-a-key-from-the-address'],
    key: revoked,
    place: 'address',
    judge: unauthorized,
    remedy: remedies.revoked,
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['keeps-revoked-keys'],
  },
  {
    id: 'partners/refuses-an-oauth-token-in-the-address',
    title: 'An OAuth token in the place of the key is refused',
    clauses: ['oauth21/bearer-query-ignored', 'CE-4'],
    dependsOn: ['partners/takes-a-key-from-the-address'],
    async key(world) {
      return (await world.connect({ person: await world.person() })).accessToken;
    },
    place: 'address',
    judge: unauthorized,
    remedy: 'Take partner keys alone from the address: a token of OAuth belongs into the header.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [{ name: 'takes-tokens-from-the-address', replaces: { addressHoldsKeysOnly: () => true } }],
  },
]);

interface Part {
  place: Place;
  judge(asked: { names: string[]; all: string[]; served: Answer; refused: Answer }): void;
}

const isRefused = (answer: Answer): boolean => [401, 403].includes(answer.status);

const part: Table<Part> = {
  async run(world, { place, judge }) {
    const keys = world.partnerKeys();
    const key = await keys.part(PART);
    if (place === 'address') await keys.takenFromTheAddress(true);
    const mcp = place === 'address' ? keys.mcp(key) : world.mcp(key);
    const names = (await mcp.listTools()).map(({ name }) => name);
    const all = (await world.mcp(await keys.whole()).listTools()).map(({ name }) => name);
    const beyond = all.find((name) => !names.includes(name)) ?? 'list_messages';
    const [own = 'list_traders'] = names;
    judge({ names, all, served: await mcp.call(own, {}), refused: await mcp.call(beyond, {}) });
  },
};

const doesNoMore: Part['judge'] = ({ refused }) =>
  expect.that(isRefused(refused), {
    expected: 'a refusal of what the key may not do',
    seen: describe(refused),
    at: refused,
  });

const keysDoEverything = {
  name: 'keys-do-everything',
  replaces: { keyMayDoItsOperations: (_own: unknown, offered: readonly string[]) => offered },
};

const parts = rows({ ...part, dependsOn: ['partners/takes-a-key-as-bearer'] }, [
  {
    id: 'partners/a-key-does-its-part',
    title: 'A key with some of the operations does those',
    clauses: ['partners/key-does-its-part', 'CE-4'],
    weakBecause: 'The guide does not say that a key may have a part of the operations.',
    place: 'header',
    judge: ({ served: answer }) => expect.status(answer, 200),
    remedy: 'Let a key open the tools of its operations.',
    mutants: [
      {
        name: 'keys-with-a-part-do-nothing',
        replaces: { keyMayDoItsOperations: (own, offered) => (own.length === offered.length ? own : []) },
      },
    ],
  },
  {
    id: 'partners/a-key-does-no-more',
    title: 'A tool beyond the operations of a key is refused',
    clauses: ['oauth21/bearer-scope-enforced', 'mcp/tools/server-access-control', 'CE-4'],
    place: 'header',
    judge: doesNoMore,
    remedy: 'Compare the operations of the key with that of the tool at each call.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [keysDoEverything, 'lets-readers-trade'],
  },
  {
    id: 'partners/shows-a-key-what-it-may-do',
    title: 'A key is shown the tools of its operations, and no others',
    clauses: ['mcp/tools/list-matches-rights', 'CE-4'],
    place: 'header',
    judge({ names, all }) {
      const isLess = names.length < all.length && names.every((name) => all.includes(name));
      expect.that(isLess, { expected: `a part of ${all.join(', ')}`, seen: names.join(', ') });
    },
    remedy: 'Filter tools/list by the operations of the key.',
    variations: ['tools-in-another-order', 'answers-in-an-event-stream'],
    mutants: ['keys-do-everything', 'shows-traders-tools-to-readers'],
  },
  {
    id: 'partners/a-key-in-the-address-does-no-more',
    title: 'A tool beyond the operations of a key is refused when the key stands in the address, too',
    clauses: ['oauth21/bearer-scope-enforced', 'CE-4'],
    dependsOn: ['partners/takes-a-key-from-the-address'],
    lane: 'exclusive',
    place: 'address',
    judge: doesNoMore,
    remedy: 'Compare the operations of the key with that of the tool wherever the key came from.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [
      {
        name: 'keys-in-the-address-do-everything',
        replaces: { keyMayDoItsOperations: (own, offered, place) => (place === 'address' ? offered : own) },
      },
    ],
  },
]);

export default [...inTheHeader, ...inTheAddress, ...parts];
