import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { register } from '../../verbs/oauth.ts';

export default check({
  id: 'registration/takes-keys-in-one-way',
  title: 'Keys by value and by reference at once are refused',
  clauses: ['rfc7591/dcr-jwks-exclusive', 'rfc7591/dcr-invalid-client-metadata'],
  level: 'MUST',
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { jwks: { keys: [] }, jwks_uri: 'https://client.example/jwks.json' });
    expect.oauthError(answer, 400, 'invalid_client_metadata');
  },
  remedy: 'Refuse a registration with both jwks and jwks_uri.',
  mutants: [{ name: 'takes-keys-in-two-ways-at-once', replaces: { keysAreGivenOneWay: () => true } }],
});
