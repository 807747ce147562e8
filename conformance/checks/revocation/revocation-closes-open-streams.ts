import { expect, Untestable } from '../../vocabulary/expect.ts';
import { openStream } from '../../wire/listening.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revocation-closes-open-streams',
  title: 'A stream that is open ends when its connection is revoked',
  clauses: ['CT-8', 'mcp-2026-07-28/subscriptions/authorization-respected'],
  // That with a refresh token go its access tokens is a SHOULD (RFC 7009 §2.1), and so are their streams.
  applies: { needs: ['revocation', 'refresh'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const { client, refreshToken } = connection;
    if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
    const stream = await openStream(world, connection);
    try {
      expect.status(await revoke(world, client, refreshToken), 200);
      // Whoever has nothing to tell may have ended it at once: then nothing is left open, too.
      expect.that(await stream.ended(), { expected: 'the end of the stream', seen: 'a stream that stays open' });
    } finally {
      stream.close();
    }
  },
  remedy: 'Keep a list of the streams of each grant and end them in the step that revokes it.',
  mutants: [
    {
      name: 'leaves-streams-open-after-revocation',
      replaces: { revocationEndsSessions: () => false },
      profiles: ['dynamic-client'],
    },
  ],
});
