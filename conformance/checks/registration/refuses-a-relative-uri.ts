import { check } from './area.ts';
import { expectRefused } from './refusal.ts';

export default check({
  id: 'registration/refuses-a-relative-uri',
  title: 'A redirect URI that is not absolute is refused',
  clauses: [
    'oauth21/redirect-uri-absolute',
    'oauth21/redirect-uri-registration-required',
    'rfc7591/dcr-invalid-redirect-uri',
  ],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  run: (world) => expectRefused(world, '/callback'),
  remedy: 'Refuse redirect URIs that do not parse as absolute URIs.',
  mutants: [
    {
      name: 'registers-relative-uris',
      replaces: { redirectUriIsAbsolute: () => true },
    },
  ],
});
