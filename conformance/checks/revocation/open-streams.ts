import { endsWithItsResult } from '../../observers/streams.ts';
import { observer, type Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { openStream } from '../../wire/listening.ts';
import { revoke } from '../../wire/oauth.ts';
import { check, rows } from './area.ts';

interface OpenStream {
  /** What happens while it is open. */
  meanwhile: (world: World, connection: Connection) => Promise<void>;
}

async function theTokenExpires(world: World, { expiresIn }: Connection): Promise<void> {
  if (!expiresIn) throw new Untestable('needs to know when the token expires: expires_in is missing');
  await world.hooks.advance(expiresIn + 90);
}

async function theConnectionIsRevoked(world: World, connection: Connection): Promise<void> {
  const { client, refreshToken } = connection;
  if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
  expect.status(await revoke(world, client, refreshToken), 200);
  // A token that is good until it expires has rights until then.
  if ((await world.mcp(connection).request('tools/list')).status !== 401)
    throw new Untestable('needs access tokens that end with their refresh token; this one is still good');
}

const openStreams: Table<OpenStream> = {
  applies: { needs: ['streams'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { meanwhile }) {
    const connection = await world.connect();
    const stream = await openStream(world, connection);
    try {
      await meanwhile(world, connection);
      // Whoever has nothing to tell may have ended it at once: then nothing is left open, too.
      expect.that(await stream.ended(), { expected: 'the end of the stream', seen: 'a stream that stays open' });
    } finally {
      stream.close();
    }
  },
};

/** The events of a part without the response in it. */
const withoutResponse = (part: unknown): unknown =>
  typeof part === 'string' && /"result":/.test(part) ? part.replace(/^event: .+\ndata: .*"result":.*\n\n/m, '') : part;

const endings = rows(openStreams, [
  {
    id: 'revocation/a-stream-ends-with-its-token',
    title: 'A stream does not outlive the token that opened it',
    clauses: [
      'mcp/authz/stream-ends-with-rights',
      'mcp-2026-07-28/subscriptions/authorization-respected',
      'oauth21/bearer-expired',
    ],
    lane: 'exclusive',
    takesTime: true,
    meanwhile: theTokenExpires,
    remedy: 'End a stream when the token that opened it expires.',
    variations: [
      'streams-with-windows-line-ends',
      'streams-with-comments',
      'answers-in-an-event-stream',
      'more-in-results',
      'bodies-in-brotli',
    ],
    mutants: [
      {
        name: 'lets-streams-outlive-their-token',
        replaces: { streamEndsWithItsToken: (expiresAt) => expiresAt + 86_400_000 },
        needs: ['add-on'],
      },
    ],
  },
  {
    id: 'revocation/revocation-closes-open-streams',
    title: 'A stream that is open ends when its connection is revoked',
    clauses: ['mcp/authz/stream-ends-with-rights', 'CT-8', 'mcp-2026-07-28/subscriptions/authorization-respected'],
    applies: {
      needs: ['revocation', 'refresh'],
      // No document asks for it of the streams of a session.
      needsIn: { '2025-11-25': ['revocation-ends-the-grant'] },
    },
    meanwhile: theConnectionIsRevoked,
    remedy: 'Keep a list of the streams of each grant and end them in the step that revokes it.',
    variations: [
      'slow-answers',
      'streams-with-windows-line-ends',
      'streams-with-comments',
      'a-revocation-answers-with-json',
      'refusals-in-plain-text',
      'header-names-in-capitals',
    ],
    mutants: [
      {
        name: 'leaves-streams-open-after-revocation',
        replaces: { revocationEndsSessions: () => false },
        needs: ['add-on'],
      },
    ],
  },
]);

/** A stream is open, its rights end, and so must it. */
export default [
  ...endings,
  check(
    observer({
      id: 'revocation/a-subscription-ends-with-its-result',
      title: 'A subscription that the server ends is answered before its stream is closed',
      clauses: ['mcp-2026-07-28/subscriptions/graceful-close'],
      applies: { needs: ['streams'], eras: since('2026-07-28') },
      ridesOn: ['revocation/a-stream-ends-with-its-token', 'revocation/revocation-closes-open-streams'],
      observes: endsWithItsResult,
      remedy: 'Answer subscriptions/listen with a result of resultType complete, and close its stream then.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: [
        {
          name: 'ends-subscriptions-without-a-word',
          rewrites: rewriteAnswer({ path: '/mcp' }, ({ body, headers }) =>
            headers['content-type']?.startsWith('text/event-stream') ? { body: withoutResponse(body) } : undefined,
          ),
        },
      ],
    }),
  ),
];
