import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/answers-are-not-stored',
  title: 'The answer to a registration is kept by no cache',
  clauses: ['rfc7591/dcr-no-store'],
  weakBecause: 'RFC 7591 shows the header in its example of an answer and demands it nowhere.',
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world);
    const control = answer.headers['cache-control'] ?? 'no Cache-Control';
    expect.that(/\bno-store\b/i.test(control), { expected: 'Cache-Control: no-store', seen: control, at: answer });
  },
  remedy: 'Send Cache-Control: no-store with every answer of the registration endpoint.',
  mutants: [{ name: 'lets-caches-keep-registrations', replaces: { cachingOf: () => 'public, max-age=300' } }],
});
