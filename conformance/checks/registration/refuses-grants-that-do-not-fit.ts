import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-grants-that-do-not-fit',
  title: 'Grant types that contradict the response types are refused with invalid_client_metadata, or put right',
  clauses: ['rfc7591/dcr-inconsistent-grants'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { grant_types: ['implicit'], response_types: ['code'] });
    if (answer.status !== 201) return expect.oauthError(answer, 400, 'invalid_client_metadata');
    // A server may also correct them, and say so.
    expect.includes(answer.json().grant_types, 'authorization_code', 'grant_types', answer);
  },
  remedy: 'Require authorization_code for the response type code, and refuse what contradicts it.',
  mutants: [{ name: 'registers-contradictions', replaces: { grantsFitTheFlow: () => true } }],
});
