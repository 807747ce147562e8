import { Blocked, describe } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { expectNoRedirect } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/needs-one-of-several',
  title: 'A client with several redirect URIs has to say which one',
  clauses: ['oauth21/no-redirect-on-bad-redirect-uri', 'oauth21/redirect-uri-required-when-several'],
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  lane: 'exclusive',
  async run(world) {
    const redirectUris = [world.redirectUri, 'https://client.example/oauth/callback'];
    const answer = await register(world, { redirect_uris: redirectUris });
    if (answer.status !== 201) throw new Blocked(`registration was answered with ${describe(answer)}`);
    const clientId: string = answer.json().client_id;
    const client = { clientId, redirectUri: world.redirectUri, name: 'openbell' };
    await expectNoRedirect(world, { client, person: await world.person(), params: { redirect_uri: undefined } });
  },
  remedy: 'Show an error page where redirect_uri is missing and more than one is registered.',
  mutants: [{ name: 'picks-a-redirect-uri', replaces: { soleRedirectUriIsTheDefault: () => true } }],
});
