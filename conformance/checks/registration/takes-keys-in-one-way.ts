import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/takes-keys-in-one-way',
  title: 'Keys by value and by reference at once are not registered',
  clauses: ['rfc7591/dcr-jwks-exclusive', 'rfc7591/dcr-invalid-client-metadata'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { jwks: { keys: [] }, jwks_uri: 'https://client.example/jwks.json' });
    if (answer.status !== 201) return expect.oauthError(answer, 400, 'invalid_client_metadata');
    // Who has no use for keys ignores them; then they are not in the answer.
    const { jwks, jwks_uri } = answer.json();
    expect.that(!(jwks && jwks_uri), { expected: '400, or not both in the answer', seen: '201 with both', at: answer });
  },
  remedy: 'Refuse a registration with both jwks and jwks_uri.',
  mutants: [{ name: 'takes-keys-in-two-ways-at-once', replaces: { keysAreGivenOneWay: () => true } }],
});
