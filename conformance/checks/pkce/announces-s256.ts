import { expect } from '../../vocabulary/expect.ts';
import { rewriteMetadata } from '../../vocabulary/rewrites.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/announces-s256',
  title: 'The metadata says that S256 is supported',
  clauses: ['oauth21/pkce-support-detectable', 'rfc9700/pkce-detection', 'rfc9700/pkce-metadata-published'],
  judges: 'discovery',
  async run(world) {
    const document = serverMetadata(await world.discovery());
    const methods = document.doc.code_challenge_methods_supported;
    expect.includes(methods, 'S256', 'code_challenge_methods_supported', document.answer);
  },
  remedy: 'List S256 in code_challenge_methods_supported: clients that find nothing there refuse to connect.',
  variations: ['more-in-the-metadata', 'json-with-spaces-and-in-another-order'],
  mutants: [
    {
      name: 'hides-its-challenge-methods',
      rewrites: rewriteMetadata({ code_challenge_methods_supported: undefined }),
    },
  ],
});
