import { brokerageState } from '../../observers/redirects.ts';
import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/brokerage-names-itself-and-returns-the-state',
  title: 'In direct mode the state comes back with the brokerage’s issuer, with a code and with an error',
  clauses: [
    'oauth21/state-echoed-on-success',
    'oauth21/state-echoed-on-error',
    'rfc9207/iss-on-success',
    'rfc9207/iss-on-error',
    'AR-11',
  ],
  blame: 'broker',
  applies: { needs: ['direct-mode'] },
  dependsOn: ['tokens/accepts-direct-tokens'],
  observes: brokerageState,
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const good = await authorizeAtBrokerage(world, client, person);
    const bad = await authorizeAtBrokerage(world, client, person, { response_type: 'token' });
    for (const { answer, state } of [good, bad]) {
      expect.equal(answer.state, state, `the state beside ${answer.code ? 'the code' : 'the error'}`);
      expect.equal(answer.iss, world.brokerage().origin, `iss beside ${answer.code ? 'the code' : 'the error'}`);
    }
  },
  remedy: 'Send state and iss with every authorization response.',
  variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
  mutants: [
    { name: 'brokerage-forgets-the-state', replaces: { brokerStateIsReturned: () => false } },
    {
      name: 'brokerage-names-itself-with-codes-only',
      replaces: { brokerIssuerIsNamed: (response) => response === 'code' },
    },
  ],
});
