import type { ProfileId } from '../profiles/index.ts';
import { type Stacks, startStacks } from '../stack/server-threads.ts';
import type { Era } from '../vocabulary/era.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import type { Terminal } from './terminal.ts';

/** What the stacks draw their identifiers from, unless told. */
const SEED = 'opening bell';

/** A smaller burst than by default: whoever looks at a limit fills it up first, and each call is three requests. Keys are proved where a profile can, with nonces. */
const SETTINGS = { burst: 8, dpop: true, dpopNonces: true };

/** Reference gateways that are being started. */
export interface Starting {
  /** In the order of the stacks. */
  places: { profile: ProfileId; era: Era }[];
  interrupt: Interrupt;
  /** Undefined where somebody interrupted it. */
  stacks: Promise<Stacks | undefined>;
}

/** Starts a stack for each profile and era on loopback. It needs nothing of the suite, which can be loaded meanwhile. */
export function startReference(
  terminal: Terminal,
  profiles: readonly ProfileId[],
  eras: readonly Era[],
  seed = SEED,
): Starting {
  const places = profiles.flatMap((profile) => eras.map((era) => ({ profile, era })));
  const interrupt = listenForInterrupt(terminal);
  const wanted = places.map(({ profile, era }) => ({
    profile,
    hooks: true as const,
    seed: `${seed} ${profile} ${era}`,
    settings: SETTINGS,
  }));
  const stacks = startStacks(wanted, interrupt.signal).catch((error) => {
    if (interrupt.signal.aborted) return undefined;
    throw error;
  });
  // Whoever waits for it is told; nobody does while the suite is being loaded.
  stacks.catch(() => undefined);
  return { places, interrupt, stacks };
}
