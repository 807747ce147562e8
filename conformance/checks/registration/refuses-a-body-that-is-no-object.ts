import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-a-body-that-is-no-object',
  title: 'A registration that is no JSON object is refused with 400 and an error in JSON',
  clauses: ['rfc7591/dcr-body-not-object', 'rfc7591/dcr-error-400-json', 'rfc7591/dcr-invalid-client-metadata'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  async run(world) {
    const url = endpoint(await world.discovery(), 'registration_endpoint');
    for (const body of ['{"redirect_uris":', '[]', '"client"']) {
      const answer = await world.http.send({ url, body, headers: { 'content-type': 'application/json' } });
      expect.oauthError(answer, 400, 'invalid_client_metadata', 'invalid_request', 'invalid_redirect_uri');
    }
  },
  remedy: 'Answer 400 with error invalid_client_metadata where the body cannot be read as a JSON object.',
  mutants: [
    {
      name: 'falls-over-a-registration-that-is-no-object',
      rewrites: rewriteJson('/oauth/register', (_body, { status }) =>
        status === 400 ? { status: 500, body: { error: 'server_error' } } : undefined,
      ),
    },
  ],
});
