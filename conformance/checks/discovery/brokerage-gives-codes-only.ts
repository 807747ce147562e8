import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/brokerage-gives-codes-only',
  title: 'In direct mode the brokerage, too, gives codes and nothing else',
  clauses: ['oauth21/response-type-unsupported', 'oauth21/implicit-removed', 'AR-11'],
  blame: 'broker',
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['tokens/accepts-direct-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const answer = await authorizeAtBrokerage(world, client, person, { response_type: 'token' });
    expectErrorResponse(answer, 'unsupported_response_type', 'unauthorized_client');
  },
  remedy: 'Answer any response_type but code with unsupported_response_type.',
  mutants: [{ name: 'brokerage-takes-any-response-type', replaces: { brokerResponseTypeIsCode: () => true } }],
});
