import { check } from './area.ts';
import { expectRefused } from './refusal.ts';

export default check({
  id: 'registration/refuses-a-user-name-in-the-host',
  title: 'A redirect URI with a user name in front of the host is refused: it makes one host look like another',
  clauses: ['oauth21/input-sanitized'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  run: (world) => expectRefused(world, 'https://claude.ai@attacker.example/callback'),
  remedy: 'Refuse redirect URIs with user information.',
  mutants: [{ name: 'registers-user-names-in-hosts', replaces: { redirectUriHasNoUserInfo: () => true } }],
});
