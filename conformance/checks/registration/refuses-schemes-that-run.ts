import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-schemes-that-run',
  title: 'A redirect URI whose scheme runs or carries content is refused',
  clauses: ['rfc7591/dcr-redirect-kinds', 'rfc9700/dangerous-schemes', 'rfc7591/dcr-invalid-redirect-uri'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    for (const uri of [
      'javascript:alert(document.cookie)',
      'data:text/html,<script>alert(1)</script>',
      'JavaScript:alert(1)',
    ]) {
      const answer = await register(world, { redirect_uris: [world.redirectUri, uri] });
      expect.oauthError(answer, 400, 'invalid_redirect_uri');
    }
  },
  remedy: 'Refuse javascript:, data:, vbscript:, file: and the like by name, whatever their case.',
  mutants: [
    {
      name: 'registers-schemes-that-run',
      replaces: { redirectSchemeIsHarmless: () => true },
    },
  ],
});
