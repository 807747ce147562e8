import { knownTools } from '../../stage/known-tools.ts';
import { twoPeople } from '../../stage/two-people.ts';
import { expectRefused, isRefused } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, Untestable } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface OfAnother {
  judge(about: { world: World; mcp: Mcp; own: string; foreign: string }): Promise<void>;
}

const ofAnother: Table<OfAnother> = {
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { judge }) {
    const [one, other] = await twoPeople(world);
    const [own, foreign] = [await world.accountOf(one), await world.accountOf(other)];
    if (!own || !foreign || own === foreign) throw new Untestable('needs two people with an account each');
    await judge({ world, mcp: world.mcp(one), own, foreign });
  },
};

/** Tools that speak of an account. */
const OF_AN_ACCOUNT = ['summary', 'positions', 'orders'] as const;

/** What two users of one platform see of each other: nothing. */
export default rows(ofAnother, [
  {
    id: 'minting/lists-nothing-of-another',
    title: 'No list of accounts, positions or orders holds anything of another user of the platform',
    clauses: ['minting/token-reaches-its-user', 'CN-1'],
    async judge({ world, mcp, own, foreign }) {
      for (const { name, args } of knownTools(world, ['accounts', ...OF_AN_ACCOUNT])) {
        const answer = await mcp.call(name, args(own));
        expect.that(answer.status === 200 && !isRefused(answer), {
          expected: `${name} to be served for somebody’s own account`,
          seen: describe(answer),
          at: answer,
        });
        expect.that(!answer.words().includes(foreign), {
          expected: `nothing of another user in ${name}`,
          seen: `their account ${foreign}`,
          at: answer,
        });
      }
    },
    remedy: 'Begin every query with the user of the token, and key every cache by them.',
    mutants: [
      { name: 'reaches-everybodys-connections', replaces: { connectionsInReach: (_own, everybodys) => everybodys() } },
    ],
  },
  {
    id: 'minting/reads-no-account-of-another',
    title: 'The account of another user of the platform is refused to whoever knows its id',
    clauses: ['minting/token-reaches-its-user', 'CN-1'],
    async judge({ world, mcp, own, foreign }) {
      for (const { name, args } of knownTools(world, OF_AN_ACCOUNT)) {
        if (JSON.stringify(args(own)) === JSON.stringify(args(foreign))) continue;
        expectRefused(await mcp.call(name, args(foreign)), `${name} for the account of somebody else`);
      }
    },
    remedy: 'Look an id up among those of the user of the token: one that is not there does not exist.',
    mutants: ['reaches-everybodys-connections'],
  },
]);
