import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-links-that-run',
  title: 'A link for the permission page that would run a script is not registered',
  clauses: ['rfc7591/dcr-js-uri-in-display'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { client_uri: 'javascript:alert(1)', logo_uri: 'data:text/html,x' });
    if (answer.status === 400) return expect.oauthError(answer, 400, 'invalid_client_metadata');
    expect.status(answer, 201);
    expect.equal(
      [answer.json().client_uri, answer.json().logo_uri],
      [null, null],
      'the links that were registered',
      answer,
    );
  },
  remedy: 'Take https links only for client_uri, logo_uri, tos_uri and policy_uri.',
  mutants: [{ name: 'registers-links-that-run', replaces: { displayLinkIsAWebPage: () => true } }],
});
