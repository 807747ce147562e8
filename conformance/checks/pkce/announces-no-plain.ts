import { expect } from '../../vocabulary/expect.ts';
import { rewriteMetadata } from '../../vocabulary/rewrites.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/announces-no-plain',
  title: 'The metadata does not offer the challenge method plain',
  clauses: ['rfc7636/plain-not-for-new'],
  judges: 'discovery',
  dependsOn: ['pkce/announces-s256'],
  async run(world) {
    const document = serverMetadata(await world.discovery());
    const methods: unknown = document.doc.code_challenge_methods_supported;
    const plain = Array.isArray(methods) && methods.includes('plain');
    expect.that(!plain, {
      expected: 'code_challenge_methods_supported without plain',
      seen: JSON.stringify(methods),
      at: document.answer,
    });
  },
  remedy: 'Take plain out of code_challenge_methods_supported, and refuse it.',
  variations: ['more-in-the-metadata', 'json-with-escapes'],
  mutants: [
    { name: 'announces-plain', rewrites: rewriteMetadata({ code_challenge_methods_supported: ['S256', 'plain'] }) },
  ],
});
