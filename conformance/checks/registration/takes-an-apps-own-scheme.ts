import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/takes-an-apps-own-scheme',
  title: 'A private-use scheme that is a reversed domain name is registered',
  clauses: ['oauth21/private-scheme-with-period'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const redirectUris = ['com.example.trading-app:/oauth/callback'];
    const answer = await register(world, { redirect_uris: redirectUris });
    expect.status(answer, 201);
    expect.equal(answer.json().redirect_uris, redirectUris, 'redirect_uris', answer);
  },
  remedy: 'Take schemes with a dot in them: apps on phones have no other way.',
  mutants: [{ name: 'takes-no-apps-own-scheme', replaces: { privateSchemeHasADot: () => false } }],
});
