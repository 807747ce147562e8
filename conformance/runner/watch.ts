import type { TargetContext } from '../stage/target.ts';
import { looksDead, whyDead } from '../wire/alive.ts';
import type { Pool } from '../wire/http.ts';
import type { Recorder } from '../wire/recorder.ts';

/** Looks after a target: once it is lost, what is seen of it says nothing any more. */
export interface Watch {
  /** Why it cannot be reached any more. */
  lost(): string | undefined;
  /** Whether the target was lost by the end of what is recorded here. */
  lostDuring(recorder: Recorder, context: TargetContext): Promise<boolean>;
}

/** Calls `onLoss` once, so that nobody waits for what will not be graded. */
export function createWatch({ breaker }: Pick<Pool, 'breaker'>, onLoss: () => void): Watch {
  let why: string | undefined;
  return {
    lost: () => why ?? breaker.givenUp(),
    async lostDuring({ exchanges }, { mcpUrl, pool }) {
      if (why !== undefined) return true;
      const looksGone = looksDead(exchanges, new URL(mcpUrl).origin);
      const reason = breaker.givenUp() ?? (looksGone ? await whyDead(mcpUrl, pool) : undefined);
      if (reason === undefined) return false;
      why ??= reason;
      onLoss();
      return true;
    },
  };
}
