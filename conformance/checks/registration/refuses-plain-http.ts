import { check } from './area.ts';
import { expectRefused } from './refusal.ts';

export default check({
  id: 'registration/refuses-plain-http',
  title: 'A redirect URI with plain http is refused, unless it stays on the user’s machine',
  clauses: [
    'rfc7591/dcr-redirect-kinds',
    'rfc7591/dcr-invalid-redirect-uri',
    'rfc9700/no-http-redirects',
    'rfc6749/redirect-tls',
    'mcp/authz/redirect-uri-scheme-as',
  ],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    for (const host of ['client.example', '127.0.0.1.client.example', 'localhost.client.example']) {
      await expectRefused(world, `http://${host}/callback`);
    }
  },
  remedy: 'Take http only for 127.0.0.1, [::1] and localhost, compared whole.',
  mutants: [
    { name: 'registers-plain-http', replaces: { plainHttpIsLoopback: () => true } },
    {
      name: 'takes-a-name-that-begins-like-loopback',
      replaces: { plainHttpIsLoopback: (host) => /^(127\.|localhost|\[::1\])/.test(host) },
    },
  ],
});
