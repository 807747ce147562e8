import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/fills-in-the-defaults',
  title: 'A client that names no grant and no response type is registered for codes, and told so',
  clauses: ['rfc7591/dcr-all-metadata-returned', 'rfc7591/dcr-default-grants'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { grant_types: undefined, response_types: undefined });
    expect.status(answer, 201);
    expect.includes(answer.json().grant_types, 'authorization_code', 'grant_types', answer);
    expect.equal(answer.json().response_types, ['code'], 'response_types', answer);
  },
  remedy: 'Take authorization_code and code where grant_types and response_types are left out.',
  mutants: [
    {
      name: 'registers-for-nothing-by-default',
      rewrites: rewriteJson('/oauth/register', (body, { status }) =>
        status === 201 ? { body: { ...body, grant_types: [] } } : undefined,
      ),
    },
  ],
});
