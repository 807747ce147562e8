import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/are-not-kept-in-cookies',
  title: 'No answer puts an access token into a cookie',
  clauses: ['rfc6750/no-cookie-tokens'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken, tokenAnswer } = await world.lookAt();
    const listed = await world.mcp(accessToken).request('tools/list');
    for (const answer of [tokenAnswer, listed]) {
      const kept = answer.setCookies.some((cookie) => cookie.includes(accessToken));
      expect.that(!kept, { expected: 'no cookie with the access token', seen: 'Set-Cookie with it', at: answer });
    }
  },
  remedy: 'Hand tokens over in the body of the token answer and nowhere else.',
  variations: [
    'long-access-tokens',
    'a-cookie-of-the-load-balancer',
    'odd-secrets',
    'more-in-token-answers',
    'bearer-in-small-letters',
    'bodies-in-brotli',
  ],
  mutants: [
    {
      name: 'keeps-tokens-in-a-cookie',
      rewrites: rewriteAnswer({ path: '/oauth/token', status: 200 }, ({ body }) => ({
        headers: { 'set-cookie': `token=${(body as { access_token: string }).access_token}` },
      })),
    },
  ],
});
