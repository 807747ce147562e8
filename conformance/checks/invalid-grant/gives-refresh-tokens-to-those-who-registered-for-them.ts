import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { registeredForCodesAlone } from './registered-for-codes-alone.ts';

export default check({
  id: 'invalid-grant/gives-refresh-tokens-to-those-who-registered-for-them',
  title: 'A client that registered for codes alone gets no refresh token',
  // Who gets a refresh token is for the server to decide, and the metadata of the client is the best that it knows.
  clauses: ['rfc7591/dcr-grant-types-kept', 'rfc9700/refresh-risk-assessed'],
  applies: { needs: ['registration', 'refresh', 'registered-grants'] },
  lane: 'exclusive',
  async run(world) {
    const { refreshToken, tokenAnswer } = await world.connect({ client: await registeredForCodesAlone(world) });
    expect.that(!refreshToken, { expected: 'no refresh_token', seen: 'one', at: tokenAnswer });
  },
  remedy: 'Issue refresh tokens only to clients whose grant_types contain refresh_token.',
  variations: ['more-in-token-answers', 'bearer-in-small-letters', 'json-with-escapes'],
  mutants: [{ name: 'gives-everybody-a-refresh-token', replaces: { refreshTokenIsGiven: () => true } }],
});
