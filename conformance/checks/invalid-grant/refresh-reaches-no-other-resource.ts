import { jwtOf } from '../../stage/altered-token.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

/** What a token says of itself; nothing where it is opaque. */
function claimsOf(token: string): { aud?: unknown } {
  try {
    return jwtOf(token).claims;
  } catch {
    return {};
  }
}

export default check({
  id: 'invalid-grant/refresh-reaches-no-other-resource',
  title: 'A refresh yields no token for a server that the user did not agree to',
  clauses: [
    'oauth21/refresh-bound-to-scope-and-resource',
    'rfc9700/refresh-bound-consent',
    'rfc8707/resource-refresh-subset',
  ],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect();
    const elsewhere = 'https://another-server.example/mcp';
    const answer = await refresh(world, connection, { resource: elsewhere });
    if (answer.status !== 200) return expect.oauthError(answer, 400, 'invalid_target', 'invalid_grant');
    // Whoever does not know the parameter gives a token for this server, and none for another.
    const token: string = answer.json().access_token;
    const here = await world.mcp(token).request('tools/list');
    const finding = { expected: 'no token, or one for this server', seen: describe(here), at: answer };
    expect.that(here.status === 200, finding);
    const { aud } = claimsOf(token);
    expect.that(![aud].flat().includes(elsewhere), { expected: 'no token for it', seen: `aud ${aud}`, at: answer });
  },
  remedy: 'Compare the resource of a refresh with the one of the grant and answer 400 invalid_target.',
  variations: ['one-grant-a-client', 'errors-without-words', 'errors-with-more', 'bodies-in-gzip'],
  mutants: [
    {
      name: 'refreshes-for-any-server',
      rewrites: rewriteJson('/oauth/token', ({ error }) =>
        error === 'invalid_target' ? { status: 200, body: { access_token: 'for-another-server' } } : undefined,
      ),
    },
  ],
});
