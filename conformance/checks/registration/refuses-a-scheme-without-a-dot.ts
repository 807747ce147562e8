import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-a-scheme-without-a-dot',
  title: 'A private-use scheme without a dot is not registered: any app may claim it',
  clauses: ['oauth21/private-scheme-with-period', 'rfc8252/private-scheme-enforced'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { redirect_uris: ['tradingapp://oauth/callback'] });
    expect.oauthError(answer, 400, 'invalid_redirect_uri');
  },
  remedy: 'Require a reversed domain name as the scheme.',
  mutants: [
    { name: 'registers-schemes-without-a-dot', replaces: { privateSchemeHasADot: () => true } },
    { name: 'leaves-out-even-the-only-redirect-uri', replaces: { undottedSchemeIsLeftOut: () => true } },
  ],
});
