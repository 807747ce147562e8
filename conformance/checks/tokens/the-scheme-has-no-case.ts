import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/the-scheme-has-no-case',
  title: 'Bearer is understood in any case',
  clauses: ['oauth21/bearer-case-insensitive'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp(accessToken).draft(...first(world.era));
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      const headers = { ...probe.headers, authorization: `${scheme} ${accessToken}` };
      expect.status(await world.http.send({ url: world.mcpUrl, headers, body: JSON.stringify(probe.body) }), 200);
    }
  },
  remedy: 'Compare the name of the scheme without case.',
  mutants: [{ name: 'knows-bearer-in-one-case-only', replaces: { schemeIsBearer: (scheme) => scheme === 'Bearer' } }],
});
