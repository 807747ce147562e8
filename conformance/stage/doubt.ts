import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { TargetContext } from './target.ts';

/** Whether a request with this token, however its scheme was written, was answered with 401. */
const wasTurnedAway = ({ exchanges }: Recorder, { accessToken }: Connection): boolean =>
  exchanges.some(
    ({ request, response }) =>
      response?.status === 401 && accessToken !== '' && request.headers.authorization?.includes(accessToken),
  );

/** Seconds of waiting for a limit after which a code or a page that was got before may be too old. */
const TOO_OLD = 30;

/** Notes how long is waited for limits from now on; the answer says whether what was got before may have grown too old. */
export function watchForSleep({ patience }: TargetContext): () => boolean {
  const before = patience.left;
  return () => before - patience.left >= TOO_OLD;
}

/**
 * Before a 401 is blamed on the target: a token that was lent is presented once more, plainly. True where it is dead,
 * and so the check saw the end of a connection and not what it looks at: a server may end the older one where the same
 * user and client connect again. Nobody is lent it any more.
 */
export async function diedMeanwhile(target: TargetContext, world: World, recorder: Recorder): Promise<boolean> {
  const doubtful = world.lent().filter((connection) => wasTurnedAway(recorder, connection));
  let dead = 0;
  for (const connection of doubtful) {
    if ((await world.mcp(connection).request('tools/list')).status !== 401) continue;
    dead++;
    for (const [scope, lent] of target.lent) {
      const isDead = (await lent.connection.catch(() => undefined)) === connection;
      // Another check may have found it dead, too, and have put a new one in its place by now.
      if (isDead && target.lent.get(scope) === lent) target.lent.delete(scope);
    }
  }
  if (dead > 0) target.endsOlderGrants = true;
  return dead > 0;
}
