import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { check } from './area.ts';
import { expectAsked } from './visits.ts';

export default check({
  id: 'first-time-consent/brokerage-asks-again-for-more',
  title: 'In direct mode a client that comes back for more scope than was allowed is asked about again',
  clauses: ['AR-6', 'AR-11', 'rfc6749/scope-widening-refused'],
  blame: 'broker',
  applies: { needs: ['client-ids', 'direct-mode'] },
  dependsOn: ['tokens/accepts-direct-tokens'],
  async run(world) {
    const person = await world.person({ newcomer: true });
    const client = await brokerageKey(world, person, 'direct');
    const first = await authorizeAtBrokerage(world, client, person, { scope: 'account:information' });
    const more = await authorizeAtBrokerage(world, client, person, { scope: 'account:information order:execution' });
    for (const authorized of [first, more]) expectAsked(authorized);
  },
  remedy: 'Remember which scopes were allowed, and ask where one more is wanted.',
  variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
  mutants: [
    {
      name: 'lets-more-scope-through-unasked',
      replaces: {
        brokerPermissionCovers: (given, asked) => given.userId === asked.userId && given.clientId === asked.clientId,
      },
    },
  ],
});
