import { said } from '../run/visible.ts';
import { survey } from '../stage/survey.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Era } from '../vocabulary/era.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { Pool } from '../wire/http.ts';
import type { RunOptions, RunTarget } from './options.ts';
import { prepare } from './prepare.ts';

/** The targets that are graded, and what was found out about each. */
export interface Settled {
  targets: RunTarget[];
  contexts: TargetContext[];
}

/**
 * Finds out what the targets are. Those that stand by themselves are looked at side by side. Revisions of one URL take
 * turns, and those that are only supposed to be spoken there give way to those that are.
 */
export async function settle(options: RunOptions, pool: Pool, secrets: Secrets): Promise<Settled> {
  const { targets, signal } = options;
  const look = async (target: RunTarget, earlier?: TargetContext) => {
    const context = await prepare(options, target, pool, secrets, earlier);
    await survey(context, {
      // Where hooks say what it is and can set it back, nobody need sign in to see.
      signsIn: tellsItself(context) ? 'no' : 'yes',
      calls: true,
      earlier: earlier?.survey,
      tell: ({ fact, is }) => options.onFact?.({ fact, is: said(secrets.redact(is)) }, target),
    });
    return context;
  };
  if (targets.every(({ standsAlone }) => standsAlone))
    return { targets, contexts: await Promise.all(targets.map((target) => look(target))) };
  const settled: Settled = { targets: [], contexts: [] };
  for (const target of targets) {
    if (signal?.aborted) break;
    const earlier = settled.contexts.find(({ mcpUrl }) => mcpUrl === target.url);
    const spoken = earlier?.survey.eras;
    if (target.eraIsAGuess && spoken) continue;
    const context = await look(target, earlier);
    settled.targets.push(target);
    settled.contexts.push(context);
    if (!target.eraIsAGuess || earlier || !context.survey.eras) continue;
    await spread(settled, context.survey.eras, target, look);
  }
  return settled;
}

/** Puts one target for each revision that is spoken in the place of the one that was looked at first. */
async function spread(
  settled: Settled,
  eras: readonly Era[],
  target: RunTarget,
  look: (target: RunTarget, earlier?: TargetContext) => Promise<TargetContext>,
): Promise<void> {
  const first = settled.contexts.pop()!;
  settled.targets.pop();
  for (const era of eras) {
    settled.targets.push({ ...target, era });
    settled.contexts.push(era === first.era ? first : await look({ ...target, era }, first));
  }
}

const tellsItself = ({ hookIndex, profile }: TargetContext): boolean =>
  profile !== undefined && (hookIndex?.hooks.includes('reset') ?? false);
