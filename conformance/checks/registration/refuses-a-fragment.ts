import { check } from './area.ts';
import { expectRefused } from './refusal.ts';

export default check({
  id: 'registration/refuses-a-fragment',
  title: 'A redirect URI with a fragment is not registered',
  clauses: ['oauth21/redirect-uri-no-fragment', 'rfc7591/dcr-invalid-redirect-uri'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  run: (world) => expectRefused(world, 'https://client.example/callback#token'),
  remedy: 'Refuse redirect URIs with a # in them.',
  mutants: [{ name: 'registers-fragments', replaces: { redirectUriHasNoFragment: () => true } }],
});
