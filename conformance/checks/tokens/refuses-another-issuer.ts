import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-another-issuer',
  title: 'The gateway refuses a token that names another issuer',
  clauses: ['rfc9068/rs-checks-iss'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const issuer = String((await world.discovery()).authorizationServer?.doc.issuer);
    const nearly = issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`;
    for (const iss of ['https://another-issuer.example', nearly]) {
      const token = await alteredToken(world, { iss });
      expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
    }
  },
  remedy: 'Compare `iss` with your issuer, character for character.',
  mutants: [{ name: 'accepts-any-issuer', replaces: { issuerIsExpected: () => true } }],
});
