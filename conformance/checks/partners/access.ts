import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Authorized } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import { rewriteAnswer, rewriteLocation } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize, redeem, refresh } from '../../wire/oauth.ts';
import { rows } from './area.ts';

/** Somebody without partner access tries to connect. */
interface Refused {
  /** They leave the page by its button. */
  goesBack?: true;
  judge(tried: Authorized): void;
}

const refused: Table<Refused> = {
  per: 'url',
  async run(world, { goesBack, judge }) {
    const person = await world.person({ partner: false });
    const client = await world.client({ person });
    judge(await authorize(world, { client, person, human: goesBack ? { goesBack } : {} }));
  },
};

const lastPage = ({ landing }: Authorized) => landing.stoppedAt ?? landing.pages.at(-1);

const refusals = rows(refused, [
  {
    id: 'partners/lets-in-partners-only',
    title: 'Whoever has neither partner access nor a key signs in and gets nothing',
    clauses: ['partners/access-is-needed', 'CE-2'],
    judge({ answer, landing }) {
      const seen = answer.code ? 'a code' : 'the permission page';
      const isAsked = landing.pages.some(({ kind }) => kind === 'permission');
      expect.that(!answer.code && !isAsked, { expected: 'no code, and no question of permission', seen });
    },
    remedy:
      'After the sign-in, look whether the account has partner access or an active key, before anything is asked.',
    variations: ['pages-in-capitals', 'redirects-with-302'],
    mutants: [{ name: 'lets-in-who-is-no-partner', replaces: { partnerMayComeIn: () => true } }],
  },
  {
    id: 'partners/says-that-access-is-missing',
    title: 'Whoever has no partner access is told so on a page at sign-in',
    clauses: ['partners/access-is-needed', 'CE-2'],
    judge(tried) {
      const page = lastPage(tried);
      const seen = `“${page?.title}”: ${page?.text.slice(0, 200)}`;
      expect.that(page && /access|partner|subscri|permission/i.test(page.text) && page.status < 500, {
        expected: 'a page that speaks of access',
        seen,
      });
    },
    remedy: 'Say on the page which account it is, that it has no partner access, and whom to ask.',
    variations: ['pages-in-capitals', 'redirects-with-302'],
    mutants: [
      {
        name: 'says-only-that-something-went-wrong',
        rewrites: rewriteAnswer(
          { path: '/oauth/no-access', status: 403 },
          { body: '<!doctype html><title>Error</title><p data-error-code="server_error">Something went wrong.' },
        ),
      },
    ],
  },
  {
    id: 'partners/tells-the-client-that-access-is-missing',
    title: 'The client of somebody without partner access hears access_denied with its state, and no code',
    clauses: ['oauth21/access-denied', 'oauth21/state-echoed-on-error', 'CE-2'],
    goesBack: true,
    judge({ answer, state }) {
      expect.equal(answer.code, undefined, 'the code');
      expect.equal(answer.error, 'access_denied', 'the error that the client hears');
      expect.equal(answer.state, state, 'the state');
    },
    remedy: 'Send whoever leaves the page back to the client with error=access_denied and its state.',
    variations: ['pages-in-capitals', 'redirects-with-302'],
    mutants: [
      {
        name: 'tells-the-client-of-a-broken-server',
        rewrites: rewriteLocation((location) => location.replace('error=access_denied', 'error=server_error')),
      },
      'forgets-the-state',
    ],
  },
]);

/** Somebody who has a key, and no access of their own. */
async function withAKeyAlone(world: World): Promise<Person> {
  const person = await world.person({ partner: false });
  await world.hooks.setAccounts([{ user_id: person.id!, email: person.email, access: false }]);
  await world.hooks.createPartnerKey(person.id!);
  return person;
}

const withdraw = (world: World, { id, email }: Person): Promise<void> =>
  world.hooks.setAccounts([{ user_id: id!, email, access: false }]);

const ends = rows<{ judge(world: World): Promise<void> }>({ run: (world, { judge }) => judge(world) }, [
  {
    id: 'partners/lets-in-who-has-a-key',
    title: 'An account without partner access and with an active key may connect',
    clauses: ['partners/access-is-needed', 'CE-2'],
    async judge(world) {
      const person = await withAKeyAlone(world);
      const client = await world.client({ person });
      const authorized = await authorize(world, { client, person });
      const { code, landing } = authorized;
      expect.that(code, { expected: 'a code', seen: landing.stoppedAt?.text.slice(0, 200) ?? 'none' });
      const { access_token: token } = (await redeem(world, client, authorized)).json();
      expect.status(await world.mcp(token).request('tools/list'), 200);
    },
    remedy: 'Take an active key of the account for partner access.',
    mutants: [{ name: 'asks-for-access-and-overlooks-keys', replaces: { partnerMayComeIn: (access) => access } }],
  },
  {
    id: 'partners/calls-end-with-access',
    title: 'When partner access is withdrawn the next call is refused',
    clauses: ['partners/access-can-end', 'CE-2'],
    weakBecause: 'The guide says that access is needed, and not when it is asked for again.',
    async judge(world) {
      const person = await world.person({ disposable: true });
      const connection = await world.connect({ person });
      await withdraw(world, person);
      const answer = await world.mcp(connection).request('tools/list');
      const isRefused = [401, 403].includes(answer.status);
      expect.that(isRefused, { expected: '401 after the access was withdrawn', seen: describe(answer), at: answer });
    },
    remedy: 'Ask for partner access at each call, and not at sign-in alone.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: [
      {
        name: 'serves-who-lost-access',
        replaces: { partnerMayComeIn: (access, keys, when) => when === 'call' || access || keys > 0 },
      },
    ],
  },
  {
    id: 'partners/refreshes-end-with-access',
    title: 'When partner access is withdrawn the next refresh is invalid_grant',
    clauses: ['partners/access-can-end', 'CE-2'],
    weakBecause: 'The guide says that access is needed, and not when it is asked for again.',
    applies: { needs: ['refresh'] },
    dependsOn: ['invalid-grant/refreshes'],
    async judge(world) {
      const person = await world.person({ disposable: true });
      const connection = await world.connect({ person });
      await withdraw(world, person);
      expect.oauthError(await refresh(world, connection), [400, 401, 403], 'invalid_grant', 'access_denied');
    },
    remedy: 'Ask for partner access at each refresh, and answer invalid_grant where it is gone.',
    variations: ['errors-without-words', 'errors-with-more'],
    mutants: [
      {
        name: 'refreshes-for-who-lost-access',
        replaces: { partnerMayComeIn: (access, keys, when) => when === 'refresh' || access || keys > 0 },
      },
    ],
  },
]);

export default [...refusals, ...ends];
