import type { Table } from '../../vocabulary/check.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize, redeem } from '../../wire/oauth.ts';
import { expectNoSecret } from '../../wire/public-client.ts';
import { rows } from './area.ts';
import { asking, assertAsked, expectAsked, expectCode } from './visits.ts';

interface Visit {
  person: Person;
  client: OAuthClient;
}

interface SecondVisits {
  /** Whom anybody can pass for: who shows a secret is known again. */
  of?: 'a client without a secret';
  /** What the user did when the client was there for the first time. */
  first: 'allow' | 'deny' | 'leave';
  /** Who comes next. */
  next: readonly ((world: World, first: Visit) => Promise<Visit>)[];
  judge: (again: Authorized) => void;
}

const theSame = async (_world: World, first: Visit): Promise<Visit> => first;
const anotherUser = async (world: World, { client }: Visit): Promise<Visit> => ({
  person: await world.person(),
  client,
});
const anotherClient = async (world: World, { person }: Visit): Promise<Visit> => ({
  person,
  client: await world.client({ person, name: 'another app' }),
});

function askedAgain(again: Authorized): void {
  expectAsked(again, 'the pages of the next time');
  expectCode(again, 'a code after Allow');
}
const notAskedAgain = (again: Authorized): void =>
  expect.equal(
    asking(again).map(({ title }) => title),
    [],
    'the list of pages that asked again',
  );

const secondVisits: Table<SecondVisits> = {
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world, { of, first, next, judge }) {
    const person = await world.person({ newcomer: first !== 'allow' });
    const visit = { person, client: await world.client({ person }) };
    if (of) expectNoSecret(visit.client);
    const authorized = await authorize(world, { ...visit, human: { decision: first } });
    if (first !== 'allow') assertAsked(authorized.landing.pages);
    else if (!authorized.code) throw new Blocked('no code came the first time');
    // Only now is there a connection that could be remembered.
    else expect.status(await redeem(world, visit.client, authorized), 200);
    for (const visitor of next) judge(await authorize(world, await visitor(world, visit)));
  },
};

/** What the first visit leaves behind, seen from the next one; whoever is asked then allows. */
export default rows(secondVisits, [
  {
    id: 'first-time-consent/asks-once-only',
    title: 'A user who has allowed a Client ID is not asked again',
    clauses: ['AR-8', 'AR-6'],
    applies: { needs: ['client-ids', 'client-center'] },
    first: 'allow',
    next: [theSame],
    judge: notAskedAgain,
    remedy: 'Remember the permission by user, Client ID and redirect target.',
    variations: ['redirects-by-relative-references', 'pages-in-capitals', 'the-brokerage-redirects-otherwise'],
    mutants: [
      {
        name: 'brokerage-asks-every-time',
        replaces: { brokerPermissionIsNeeded: (_remembered, firstParty) => !firstParty },
      },
      { name: 'confirms-every-connection', replaces: { firstConnectionIsConfirmed: () => true } },
    ],
  },
  {
    id: 'first-time-consent/another-client-does-not-inherit',
    title: 'Neither another client nor another user inherits a permission',
    clauses: ['mcp/security/proxy-consent-registry', 'AR-8', 'oauth21/consent-per-client'],
    applies: { needs: ['client-ids', 'client-center'] },
    dependsOn: ['first-time-consent/asks-once-only'],
    first: 'allow',
    next: [anotherClient, anotherUser],
    judge: askedAgain,
    remedy: 'Compare user and client when you look for an earlier permission.',
    mutants: [
      {
        name: 'lets-clients-inherit',
        replaces: { brokerPermissionCovers: (given, asked) => given.userId === asked.userId },
      },
      {
        name: 'lets-users-inherit',
        replaces: { brokerPermissionCovers: (given, asked) => given.clientId === asked.clientId },
      },
    ],
  },
  {
    id: 'first-time-consent/asks-self-registered-clients-each-time',
    title: 'A client that registered itself is never approved without the user seeing it',
    clauses: [
      'oauth21/no-silent-reapproval-public',
      'rfc8252/no-auto-process-native',
      'mcp/authz/as-auto-redirect-trusted-only',
    ],
    applies: { needs: ['registration', 'public-clients'] },
    of: 'a client without a secret',
    first: 'allow',
    next: [theSame],
    judge: askedAgain,
    remedy: 'Ask each time: anybody can send the id of a public client.',
    variations: ['redirects-by-relative-references', 'pages-in-capitals', 'the-brokerage-redirects-otherwise'],
    mutants: [{ name: 'approves-again-in-silence', replaces: { consentIsAskedEachTime: (before) => !before } }],
  },
  {
    id: 'first-time-consent/a-denial-is-not-for-ever',
    title: 'A user who pressed Deny is asked again the next time and can allow',
    clauses: ['AR-7'],
    applies: { needs: ['client-ids', 'client-center'] },
    blame: 'broker',
    first: 'deny',
    next: [theSame],
    judge: askedAgain,
    remedy: 'Do not remember a denial.',
    mutants: [
      { name: 'remembers-denials', replaces: { brokerPermissionMayBeAskedAgain: (earlier) => earlier !== 'denied' } },
    ],
  },
  {
    id: 'first-time-consent/comes-back-when-it-was-left',
    title: 'A permission page that was left without an answer comes back, with the same Client ID and with a new one',
    clauses: ['AR-7', 'AR-6', 'AR-E4', 'CT-E4'],
    applies: { needs: ['sign-in-at-the-brokerage'] },
    first: 'leave',
    next: [theSame, anotherClient],
    judge: askedAgain,
    remedy: 'Keep nothing of a permission page that nobody answered.',
    mutants: [
      {
        name: 'never-asks-again',
        replaces: { brokerPermissionMayBeAskedAgain: (earlier) => earlier !== 'unanswered' },
        needs: ['client-center'],
      },
    ],
  },
]);
