import { expect } from '../../vocabulary/expect.ts';
import { redeem, tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/errors-are-not-redirected',
  title: 'An error of the token endpoint is told to the client that asked, never to a redirect URI',
  clauses: ['oauth21/token-error-400-json'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await world.connect();
    const answers = [
      await tokenRequest(world, { grant_type: 'urn:example:none', client_id: client.clientId }),
      await redeem(world, client, authorized, { code: world.secret('code') }),
      await redeem(world, client, authorized, { client_id: 'nobody “at” all\\' }),
    ];
    for (const answer of answers) {
      expect.status(answer, 400, 401);
      const { location } = answer.headers;
      expect.that(!location, { expected: 'no Location header', seen: `Location: ${location}`, at: answer });
    }
  },
  remedy: 'The token endpoint talks to a program: answer with status 400 and JSON.',
  mutants: [
    {
      name: 'redirects-token-errors',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status >= 400
            ? {
                ...r,
                status: 302,
                headers: { ...r.headers, location: 'http://127.0.0.1:33418/callback?error=invalid_grant' },
              }
            : r,
      },
    },
  ],
});
