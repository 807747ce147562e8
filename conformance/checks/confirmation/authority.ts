import { confirm, expectRefused, expectSent, prepare, prepared, type Trader, trader } from '../../stage/two-steps.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Traits } from '../../vocabulary/people.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface Withdrawn {
  /** What happens between preparing and confirming; whoever then confirms. */
  between(world: World, who: Trader): Promise<Pick<Trader, 'mcp'>>;
  status?: number;
}

const withdrawn: Table<Withdrawn> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { between, status }) {
    const who = await trader(world);
    const id = await prepared(world, who);
    const answer = await confirm(world, await between(world, who), id);
    expectRefused(answer, 'the confirmation');
    if (status) expect.status(answer, status);
    if (world.hooks.has('journal')) await expectSent(world, who, 0, answer);
  },
};

interface Lacks {
  traits: Traits;
  scope: 'read' | 'trade';
  /** What the refusal speaks of, and what it does not. */
  names: readonly RegExp[];
  silentOn?: RegExp;
}

const SCOPE = /\bscope\b/i;
const CONNECTION = /\bconnect/i;

/** What a refusal says to whoever reads it, wherever it stands. */
const wordsOf = (answer: Answer): string => `${answer.words()} ${answer.headers['www-authenticate'] ?? ''}`;

const refusedWith: Table<Lacks> = {
  applies: { needs: ['read-only-connections'] },
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { traits, scope, names, silentOn }) {
    const who = await trader(world, traits, scope);
    const answer = await prepare(world, who);
    expectRefused(answer, 'the order');
    const said = wordsOf(answer);
    for (const name of names) {
      expect.that(name.test(said), {
        expected: `a refusal that speaks of ${name.source}`,
        seen: describe(answer),
        at: answer,
      });
    }
    expect.that(!silentOn?.test(said), {
      expected: `nothing about ${silentOn?.source}, which is there`,
      seen: describe(answer),
      at: answer,
    });
  },
};

const remedy =
  'Say which of the two is missing, the scope of the token or trading of the connection: each has a cure of its own.';

/** Trading takes the scope and a connection that trades, when the order is prepared and when it is confirmed. */
export default [
  ...rows(withdrawn, [
    {
      id: 'confirmation/takes-the-scope-to-confirm',
      title: 'A token that only reads cannot confirm what another token of the user has prepared',
      clauses: ['two-step/needs-the-scope', 'CN-6', 'oauth21/bearer-scope-enforced'],
      async between(world, { connection: { person } }) {
        return { mcp: world.mcp(await world.connect({ person, scope: 'read' })) };
      },
      status: 403,
      remedy: 'Compare the scope on every call: a list of tools that leaves some out keeps nobody from calling them.',
      mutants: ['lets-readers-trade'],
    },
    {
      id: 'confirmation/refuses-a-connection-that-became-read-only',
      title: 'Where the connection may no longer trade when the order is confirmed, it is not sent',
      clauses: ['two-step/needs-a-trading-connection', 'CN-6'],
      applies: { needs: ['read-only-connections', 'minting'] },
      async between(world, who) {
        await world.minting().changeConnection(who.connection.person, { type: 'read' });
        return who;
      },
      remedy: 'Ask for the connection’s permission again at the moment of confirming.',
      mutants: [{ name: 'trades-over-whatever-is-connected', replaces: { connectionMayTrade: () => true } }],
    },
  ]),
  ...rows(refusedWith, [
    {
      id: 'confirmation/says-that-the-connection-does-not-trade',
      title: 'With the scope and a connection that only reads, the refusal speaks of the connection',
      clauses: ['two-step/needs-a-trading-connection', 'CN-6'],
      traits: { connection: 'read' },
      scope: 'trade',
      names: [CONNECTION],
      remedy,
      mutants: ['trades-over-whatever-is-connected'],
    },
    {
      id: 'confirmation/says-that-the-scope-is-missing',
      title: 'With a connection that trades and a token that reads, the refusal speaks of the scope alone',
      clauses: ['two-step/needs-the-scope', 'CN-6'],
      traits: { connection: 'trade' },
      scope: 'read',
      names: [SCOPE],
      silentOn: /no connection/i,
      remedy,
      mutants: ['lets-readers-trade'],
    },
    {
      id: 'confirmation/says-that-both-are-missing',
      title: 'With neither, the refusal speaks of both, so that nobody mends one after the other',
      clauses: ['two-step/needs-a-trading-connection', 'CN-6'],
      weakBecause: 'The guide does not say how a refusal reads.',
      traits: { connection: 'read' },
      scope: 'read',
      names: [SCOPE, CONNECTION],
      remedy,
      mutants: ['trades-over-whatever-is-connected'],
    },
  ]),
];
