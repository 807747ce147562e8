import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/refuses-another-scheme',
  title: 'A token under the name of another scheme is as good as none',
  clauses: ['oauth21/bearer-other-scheme'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp(accessToken).draft(...first(world.era));
    for (const scheme of ['Token', 'Basic']) {
      const headers = { ...probe.headers, authorization: `${scheme} ${accessToken}` };
      expect.bearerRefusal(
        await world.http.send({ url: world.mcpUrl, headers, body: JSON.stringify(probe.body) }),
        401,
      );
    }
  },
  remedy: 'Answer every scheme but Bearer as a request without a token.',
  mutants: [{ name: 'takes-any-scheme-for-bearer', replaces: { schemeIsBearer: (scheme) => scheme !== '' } }],
});
