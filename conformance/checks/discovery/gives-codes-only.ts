import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/gives-codes-only',
  title: 'The authorization endpoint gives codes and nothing else: other response types, or none, are errors',
  clauses: ['oauth21/response-type-unsupported', 'oauth21/response-type-missing', 'oauth21/implicit-removed'],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    for (const type of ['token', 'code token', undefined]) {
      const errors = ['unsupported_response_type', 'invalid_request', ...(type ? ['unauthorized_client'] : [])];
      expectErrorResponse(await authorize(world, { client, person, params: { response_type: type } }), ...errors);
    }
  },
  remedy: 'Answer any response_type but code with unsupported_response_type, and a missing one with invalid_request.',
  mutants: [{ name: 'takes-any-response-type-for-code', replaces: { responseTypeIsCode: () => true } }],
});
