import { Blocked, describe, expect, Untestable } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/gives-refresh-tokens-to-those-who-registered-for-them',
  title: 'A client that registered for codes alone gets no refresh token',
  clauses: ['rfc9700/refresh-risk-assessed'],
  // Who gets a refresh token is for the server to decide, and the metadata of the client is the best that it knows.
  applies: { needs: ['registration', 'refresh'], profiles: ['dynamic-client'] },
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const registered = await register(world, {
      redirect_uris: [world.redirectUri],
      grant_types: ['authorization_code'],
    });
    if (registered.status !== 201) throw new Blocked(`registration was answered with ${describe(registered)}`);
    if (registered.json().grant_types?.includes('refresh_token'))
      throw new Untestable('needs a client without refresh tokens: the server registered it with them');
    const client = { clientId: registered.json().client_id, redirectUri: world.redirectUri, name: 'openbell' };
    const { refreshToken, tokenAnswer } = await world.connect({ client });
    expect.that(!refreshToken, { expected: 'no refresh_token', seen: 'one', at: tokenAnswer });
  },
  remedy: 'Issue refresh tokens only to clients whose grant_types contain refresh_token.',
  mutants: [{ name: 'gives-everybody-a-refresh-token', replaces: { refreshTokenIsGiven: () => true } }],
});
