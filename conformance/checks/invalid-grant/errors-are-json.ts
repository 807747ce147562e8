import { expect } from '../../vocabulary/expect.ts';
import { redeem, tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/errors-are-json',
  title: 'Every error of the token endpoint is JSON with a registered error code, in the characters that are allowed',
  clauses: ['oauth21/token-error-charset', 'oauth21/token-error-400-json', 'rfc6749/refresh-error-format'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await world.connect();
    const answers = [
      await tokenRequest(world, { grant_type: 'urn:example:none', client_id: client.clientId }),
      await redeem(world, client, authorized, { code: world.secret('code') }),
      await redeem(world, client, authorized, { client_id: 'nobody “at” all\\' }),
      await tokenRequest(world, {
        grant_type: 'refresh_token',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        refresh_token: world.secret('refresh_token'),
      }),
    ];
    for (const answer of answers) {
      expect.oauthError(
        answer,
        [400, 401],
        'unsupported_grant_type',
        'invalid_grant',
        'invalid_client',
        'invalid_request',
        'unauthorized_client',
        'invalid_scope',
      );
      const type = answer.headers['content-type'] ?? 'no content type';
      expect.that(/^application\/json\b/i.test(type), {
        expected: 'Content-Type: application/json',
        seen: type,
        at: answer,
      });
      const { error_description: description = '' } = answer.json();
      const plain = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(description);
      expect.that(plain, {
        expected: 'an error_description without quotes, backslashes and accents',
        seen: description,
        at: answer,
      });
    }
  },
  remedy:
    'Send errors as application/json with error and a plain error_description, and repeat nothing of what the client sent.',
  mutants: [
    {
      name: 'sends-token-errors-as-a-page',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status >= 400
            ? {
                ...r,
                headers: { ...r.headers, 'content-type': 'text/html; charset=utf-8' },
                body: JSON.stringify(r.body),
              }
            : r,
      },
    },
    {
      name: 'decorates-its-error-descriptions',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status >= 400
            ? { ...r, body: { ...(r.body as object), error_description: 'That was “wrong”' } }
            : r,
      },
    },
  ],
});
