import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/root-metadata-agrees',
  title: 'Metadata at the root, where older clients look, names the same authorization server',
  clauses: ['CT-1'],
  applies: { profiles: ['static-client', 'dynamic-client'] },
  async run(world) {
    const answer = await world.http.get(`${world.origin}/.well-known/oauth-protected-resource`);
    if (answer.status === 404) return;
    expect.status(answer, 200);
    const found = (await world.discovery()).resourceMetadata;
    expect.equal(
      answer.json().authorization_servers,
      found?.doc.authorization_servers,
      'authorization_servers',
      answer,
    );
  },
  remedy: 'Serve the same document at both places, or nothing at the root.',
  mutants: [
    {
      name: 'sends-older-clients-elsewhere',
      rewrites: rewriteJson('/.well-known/oauth-protected-resource', (doc) => ({
        body: { ...doc, authorization_servers: ['https://login.elsewhere.example'] },
      })),
    },
  ],
});
