import { expect, Untestable } from '../../vocabulary/expect.ts';
import { openStream } from '../../wire/listening.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-stream-ends-with-its-token',
  title: 'A stream does not outlive the token that opened it',
  clauses: ['mcp-2026-07-28/subscriptions/authorization-respected', 'oauth21/bearer-expired'],
  // That a stream ends by itself follows from the documents, and stands in none of them.
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    if (!connection.expiresIn) throw new Untestable('needs to know when the token expires: expires_in is missing');
    const stream = await openStream(world, connection);
    try {
      await world.hooks.advance(connection.expiresIn + 90);
      // Whoever has nothing to tell may have ended it at once: then nothing is left open, too.
      expect.that(await stream.ended(), { expected: 'the end of the stream', seen: 'a stream that stays open' });
    } finally {
      stream.close();
    }
  },
  remedy: 'End a stream when the token that opened it expires.',
  mutants: [
    {
      name: 'lets-streams-outlive-their-token',
      replaces: { streamEndsWithItsToken: (expiresAt) => expiresAt + 86_400_000 },
      profiles: ['dynamic-client'],
    },
  ],
});
