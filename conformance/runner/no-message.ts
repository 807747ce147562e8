import { jsonRpc } from '../observers/messages.ts';
import { schema } from '../observers/schemas.ts';
import { lookAt } from '../observers/sights.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Breach, Kind, Sight } from '../vocabulary/observation.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { Finding } from './judge.ts';
import { sceneOf } from './observe.ts';

/** Judges such messages, and is the finding where there is one. */
const JUDGED_BY = 'wire/keeps-to-the-schema-of-its-revision';

/**
 * What a check or a step came to, and where it died: of a message that no schema of its revision lets pass, if it was
 * given one. Then that is in its way, and it is no mistake of ours; of all else it is one.
 */
export async function unlessItWasGivenNoMessage(
  found: Finding,
  recorder: Recorder,
  target: TargetContext,
): Promise<Finding> {
  if (found.outcome !== 'harness-error') return found;
  const breach = await firstBreach(recorder, target).catch(() => undefined);
  if (!breach) return found;
  const reason = `the target answered what cannot be read: expected ${breach.expected}, seen ${breach.seen}`;
  return { outcome: 'control-failed', blockedBy: JUDGED_BY, reason };
}

async function firstBreach(recorder: Recorder, target: TargetContext): Promise<Breach | undefined> {
  await schema.load?.();
  let first: Breach | undefined;
  lookAt(recorder.exchanges, await sceneOf(target), (kind, by, sight) => {
    if (kind !== 'mcp' || by !== 'gateway' || first) return;
    const { is, about } = sight as unknown as Sight<'mcp'>;
    // Whoever introduces itself in no revision at all is meant to speak the one that is graded.
    const one = { ...sight, is: { ...is, era: is.era ?? about.era } } as unknown as Sight<Kind>;
    for (const { judge } of [jsonRpc, schema]) {
      const said = judge(one);
      if (said && said !== 'well') first ??= said;
    }
  });
  return first;
}
