import { clientIn } from '../../stage/clients.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { NotOffered } from '../../vocabulary/expect.ts';
import { authorize, register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/turns-away-who-has-no-use-for-codes',
  title: 'A client that registered for other grants alone gets no code: error=unauthorized_client',
  clauses: ['oauth21/unauthorized-client-at-authorize'],
  applies: { needs: ['registration'] },
  lane: 'exclusive',
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const name = 'openbell without codes';
    const answer = await register(world, {
      client_name: name,
      grant_types: ['client_credentials'],
      response_types: [],
    });
    const { grant_types: grants } = (answer.status === 201 ? answer.json() : {}) as { grant_types?: unknown };
    if (!Array.isArray(grants) || grants.includes('authorization_code'))
      throw new NotOffered('the server registers every client for codes, or not at all');
    const client = clientIn(answer, world.redirectUri, name);
    expectErrorResponse(await authorize(world, { client, person: await world.person() }), 'unauthorized_client');
  },
  remedy: 'Compare the flow with the grants that the client registered for.',
  noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
  mutants: ['registers-contradictions'],
});
