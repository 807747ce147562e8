import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-a-name-that-misleads',
  title: 'A name with characters that reorder or hide text is not registered',
  clauses: ['rfc7591/dcr-invalid-client-metadata'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { client_name: 'edualC\u202e' });
    if (answer.status !== 201) return expect.oauthError(answer, 400, 'invalid_client_metadata');
    const name = String(answer.json().client_name ?? '');
    expect.that(!name.includes('\u202e'), {
      expected: 'a name without what reorders it',
      seen: '201 with it',
      at: answer,
    });
  },
  remedy: 'Refuse control and bidirectional formatting characters in client_name.',
  mutants: [{ name: 'registers-names-that-mislead', replaces: { clientNameIsPrintable: () => true } }],
});
