import { expect } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/root-metadata-agrees',
  title: 'Metadata at the root, where older clients look, names the same authorization server',
  clauses: ['rfc9728/root-document-agrees'],
  applies: { needs: ['one-url'] },
  async run(world) {
    const answer = await world.http.get(`${world.origin}/.well-known/oauth-protected-resource`);
    if (answer.status === 404) return;
    expect.status(answer, 200);
    const named = (await world.discovery()).resourceMetadata?.doc.authorization_servers;
    expect.equal(answer.json().authorization_servers, named, 'authorization_servers', answer);
  },
  remedy: 'Serve the same document at both places, or nothing at the root.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'json-with-spaces-and-in-another-order',
  ],
  mutants: [
    {
      name: 'sends-older-clients-elsewhere',
      rewrites: rewriteDocument('/.well-known/oauth-protected-resource', {
        authorization_servers: ['https://login.elsewhere.example'],
      }),
    },
  ],
});
