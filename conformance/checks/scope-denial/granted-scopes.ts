import { knownScopes, scopeSet } from '../../stage/scopes.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import { rows } from './area.ts';
import { tryToTrade } from './trade.ts';

interface Scopes {
  read: string;
  trade: string;
}

interface Grant {
  asks: 'read' | 'trade' | 'nothing';
  /** What the user chooses on the permission page, where it is not all. */
  allows?: 'read' | 'trade';
  /** What the key in Client Center holds, where it is not all. */
  keyHolds?: 'read';
  page?: (page: Page | undefined, scopes: Scopes) => void;
}

const offersReading = (page: Page | undefined, { read }: Scopes): void =>
  expect.that(
    scopeSet(read).every((one) => page?.html.includes(`value="${one}"`) || page?.text.includes(one)),
    {
      expected: `${read} among the choices`,
      seen: page?.text.slice(0, 300) ?? 'no permission page',
    },
  );

const offersNoTrading = (page: Page | undefined, { read, trade }: Scopes): void => {
  const offered = scopeSet(trade).filter((one) => !scopeSet(read).includes(one) && page?.html.includes(one));
  expect.that(offered.length === 0, {
    expected: `no offer of ${offered.join(' ')}`,
    seen: page?.text.slice(0, 300) ?? '',
  });
};

const grants: Table<Grant> = {
  orders: 1,
  applies: { needs: ['trading'] },
  judges: 'consent',
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world, { asks, allows, keyHolds, page }) {
    const scopes = knownScopes(world);
    const person = await world.person();
    const client = await world.client({ person, ...(keyHolds && { scopes: scopeSet(scopes[keyHolds]) }) });
    const human = allows ? { scope: scopes[allows] } : {};
    const asked = asks === 'nothing' ? { params: { scope: undefined } } : { scope: asks };
    const connection = await world.connect({ person, client, human, ...asked });
    page?.(
      connection.authorized.landing.pages.find(({ kind }) => kind === 'permission'),
      scopes,
    );
    expect.equal(scopeSet(connection.scope), scopeSet(scopes.read), 'the scope of the token', connection.tokenAnswer);
    expect.status(await tryToTrade(world, connection), 403);
  },
};

/** Whatever is asked and allowed here, the token reads and does not trade. */
export default rows(grants, [
  {
    id: 'scope-denial/gives-the-smallest-scope-unless-asked',
    title: 'A client that names no scope is offered and given the smaller one',
    clauses: ['CT-5', 'oauth21/scope-omitted'],
    applies: { needs: ['scope-choice'] },
    asks: 'nothing',
    page: offersNoTrading,
    remedy: 'Take a missing scope parameter for a request of the smallest scope you have.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'header-names-in-capitals'],
    mutants: [
      { name: 'offers-trading-to-who-asked-for-nothing', replaces: { omittedScopeIsTheSmallest: () => ['mcp:trade'] } },
      'does-not-say-what-was-granted',
    ],
  },
  {
    id: 'scope-denial/lets-the-user-allow-less',
    title: 'A user who allows less than the client asked for gives exactly that, and the client is told',
    clauses: ['CT-5', 'oauth21/token-scope-when-different', 'mcp/security/as-may-downscope'],
    applies: { needs: ['scope-choice'] },
    asks: 'trade',
    allows: 'read',
    page: offersReading,
    remedy: 'Issue what the user chose on the permission page, not what the client asked for.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'gives-what-was-asked-whatever-was-allowed',
        replaces: { consentOnlyNarrows: (_chosen, asked) => [...asked] },
      },
      { name: 'offers-trading-or-nothing', replaces: { largerScopeIncludesTheSmaller: (scopes) => [...scopes] } },
    ],
  },
  {
    id: 'scope-denial/never-grants-more-than-was-asked',
    title: 'A permission form that was tampered with grants no more than the client asked for',
    clauses: ['CT-5', 'oauth21/consent-bound-to-request', 'rfc6749/scope-widening-refused'],
    applies: { needs: ['scope-choice'] },
    asks: 'read',
    allows: 'trade',
    remedy: 'Keep the scopes of the request on the server and grant only those of the form that are among them.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'json-with-escapes'],
    mutants: [{ name: 'grants-whatever-the-form-says', replaces: { consentOnlyNarrows: (chosen) => [...chosen] } }],
  },
  {
    id: 'scope-denial/asks-no-more-than-the-key-holds',
    title: 'A client that asks for more than its key holds gets no more than the key',
    clauses: ['AR-1', 'AR-15', 'rfc6749/scope-widening-refused'],
    applies: { needs: ['client-ids', 'client-center'] },
    asks: 'trade',
    keyHolds: 'read',
    remedy: 'Grant what was asked for as far as the key holds it, and tell the client in the token answer.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'a-cookie-of-the-load-balancer'],
    mutants: [
      { name: 'gives-more-than-the-key-holds', replaces: { scopeIsLimitedByTheKey: (asked, ofKey) => asked ?? ofKey } },
    ],
  },
]);
