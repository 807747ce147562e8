import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-another-type',
  title: 'The gateway refuses a token that does not call itself an access token',
  clauses: ['rfc9068/rs-rejects-id-token', 'rfc9068/rs-checks-typ'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { header: { typ: 'JWT' } });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Accept typ at+jwt only, so that an ID token or a token for another purpose cannot pass for an access token.',
  mutants: [{ name: 'takes-any-jwt-for-an-access-token', replaces: { tokenTypeIsAccessToken: () => true } }],
});
