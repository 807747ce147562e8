import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { refresh } from '../../wire/oauth.ts';
import { rows } from './area.ts';

interface Refused {
  request(world: World, connection: Connection): Promise<Answer>;
  refused(answer: Answer): void;
}

const callAccounts = (world: World, connection: Connection): Promise<Answer> => {
  const { name, args } = world.tool('accounts');
  return world.mcp(connection).call(name, args(''));
};

/** What the brokerage tells of a closed key gets lost: then its refusal has to do. */
const wordGotLost: Table<Refused> = {
  applies: { needs: ['client-center'] },
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { request, refused }) {
    const person = await world.person();
    const client = await world.client({ person });
    const connection = await world.connect({ person, client });
    if ((await callAccounts(world, connection)).status !== 200)
      throw new Blocked('a call is refused before any key is closed');
    await world.hooks.orderFault({ kind: 'event_lost', user: person.email, times: 1 });
    await world.hooks.changeKey(client.clientId, { active: false });
    refused(await request(world, connection));
  },
};

export default rows(wordGotLost, [
  {
    id: 'revocation/a-refusal-of-the-brokerage-ends-the-connection',
    title: 'When the brokerage refuses the token behind a call for good, the call is refused as one without a token',
    clauses: ['AR-14'],
    request: callAccounts,
    refused: (answer) => expect.bearerRefusal(answer, 401),
    remedy: 'End your own grant when the brokerage answers 401 for its token, and answer 401 from then on.',
    variations: [
      'the-brokerages-json-with-escapes',
      'the-brokerage-redirects-otherwise',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'headers-of-a-proxy',
    ],
    mutants: [
      { name: 'keeps-a-grant-that-the-brokerage-refuses', replaces: { upstreamRefusalEndsTheGrant: () => false } },
    ],
  },
  {
    id: 'revocation/a-closed-key-ends-refreshing',
    title: 'When the key is deactivated in Client Center, the refresh token is void',
    clauses: ['oauth21/refresh-grant-active', 'AR-14'],
    applies: { needs: ['refresh'] },
    blame: 'authorization-server',
    dependsOn: ['invalid-grant/refreshes'],
    request: refresh,
    refused: (answer) => expect.oauthError(answer, 400, 'invalid_grant'),
    remedy: 'Ask the brokerage at each refresh whether the connection still stands.',
    mutants: [
      { name: 'refreshes-what-the-brokerage-has-ended', replaces: { brokerageErrorEndsTheGrant: () => false } },
    ],
  },
]);
