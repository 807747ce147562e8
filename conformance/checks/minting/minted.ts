import { jwtOf } from '../../stage/altered-token.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAccessToken, rewriteTokenAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { words } from '../../wire/scope-selection.ts';
import { rows } from './area.ts';

interface Minted {
  judge(about: { world: World; scope: string | undefined; answer: Answer; token: string }): Promise<void> | void;
  /** For reading, unless told. */
  scope?: 'read' | 'trade';
}

const minted: Table<Minted> = {
  dependsOn: ['minting/mints-a-token'],
  async run(world, { judge, scope = 'read' }) {
    const answer = await world.minting().request(await world.person(), world.scopes[scope]);
    const token: unknown = answer.tryJson() && answer.json().access_token;
    expect.that(answer.status === 200 && typeof token === 'string', {
      expected: '200 with access_token',
      seen: describe(answer),
      at: answer,
    });
    await judge({ world, scope: world.scopes[scope], answer, token });
  },
};

const AN_HOUR = 3600;

const livesForAnHour = ({ answer, token }: { answer: Answer; token: string }): void => {
  const told: unknown = answer.json().expires_in;
  expect.that(told === undefined || told === AN_HOUR, {
    expected: 'expires_in 3600',
    seen: String(told),
    at: answer,
  });
  const { iat, exp } = jwtOf(token).claims as { iat?: number; exp?: number };
  const seconds = Number(exp) - Number(iat);
  expect.that(seconds === AN_HOUR, { expected: 'exp an hour after iat', seen: `${seconds} seconds`, at: answer });
};

const hasTheScopesAskedFor: Minted['judge'] = ({ scope, answer, token }) => {
  if (!scope) throw new Untestable('needs to know the scopes: the configuration or a profile tells them', 'scopes');
  const wanted = words(scope).sort();
  const told: unknown = answer.json().scopes;
  if (told !== undefined) expect.equal([told].flat().sort(), wanted, 'the scopes of the answer', answer);
  const { scope: claimed } = jwtOf(token).claims;
  if (claimed !== undefined) expect.equal(words(String(claimed)).sort(), wanted, 'the scope of the token', answer);
};

/** What a platform is answered that asks as it should. */
export default rows(minted, [
  {
    id: 'minting/mints-a-token',
    title: 'With the credentials of a platform and of its user a token is minted, and the MCP URL takes it',
    clauses: ['minting/answers-a-token', 'CN-2', 'CN-1'],
    dependsOn: [],
    async judge({ world, token }) {
      expect.status(await world.mcp(token).request('tools/list'), 200);
    },
    remedy: 'Answer POST /auth/tokens/user with 200 and {"access_token"} where all four headers are right.',
    mutants: [
      { name: 'knows-no-user', replaces: { userProvesThemselves: () => false } },
      { name: 'keeps-the-token-to-itself', rewrites: rewriteTokenAnswer({ access_token: undefined }) },
    ],
  },
  {
    id: 'minting/tokens-live-for-an-hour',
    title: 'A minted token lives for one hour',
    clauses: ['minting/answers-a-token', 'CN-2', 'CN-5'],
    applies: { needs: ['jwt-tokens'] },
    dependsOn: [],
    judge: livesForAnHour,
    remedy: 'Let exp be 3600 seconds after iat.',
    mutants: [
      { name: 'mints-tokens-for-a-day', rewrites: rewriteAccessToken(({ iat }) => ({ exp: iat + 86_400 })) },
      'issues-tokens-for-a-month',
    ],
  },
  {
    id: 'minting/gives-the-scopes-asked-for',
    title: 'A platform that asks for reading gets a token that reads, and no more',
    clauses: ['minting/scopes-as-asked', 'CN-2', 'CN-6'],
    judge: hasTheScopesAskedFor,
    remedy: 'Put the scopes of the request into the token, and tell them in the answer.',
    mutants: [
      {
        name: 'mints-trading-for-the-asking-to-read',
        replaces: { mintedScopesAreThoseAskedFor: (_, offered) => offered },
      },
    ],
  },
  {
    id: 'minting/gives-trading-where-it-is-asked-for',
    title: 'A platform that asks for reading and trading gets a token with both',
    clauses: ['minting/scopes-as-asked', 'CN-2', 'CN-6'],
    scope: 'trade',
    judge: hasTheScopesAskedFor,
    remedy: 'Put the scopes of the request into the token, and tell them in the answer.',
    mutants: [
      { name: 'mints-reading-alone', replaces: { mintedScopesAreThoseAskedFor: (asked) => asked.slice(0, 1) } },
    ],
  },
]);
