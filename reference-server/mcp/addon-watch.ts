import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { containing } from '../profiles/scope.ts';
import { type Tool, ToolProblem } from '../tools/tool.ts';
import type { Caller } from './bearer.ts';
import type { AddonWatch, Call, Endpoint } from './call.ts';
import { createDesk } from './desk.ts';

/** CT-2. */
export const leastAddonVersion = '1.13.0';
const lookEveryMs = 5_000;

const statusShape = z.object({ connected: z.boolean(), version: z.string() });

/** One look at the add-on for all open streams of a user: the brokerage counts requests by account. */
interface Watch {
  /** What to run when the list of tools changes, with the call of each stream: the oldest lends its credentials. */
  streams: Map<() => void, Call>;
  stop(): void;
}

export function createAddonWatch({ profile, behaviours, clock }: GatewayContext): AddonWatch {
  const lastSeen = new Map<string, boolean>();
  const watches = new Map<string, Watch>();

  const tradesThroughIt = profile.features.includes('add-on');

  /** Reading works without it. */
  const isNeededFor = (tool: Tool): boolean => tradesThroughIt && tool.scope === profile.tradeScope;

  const concerns = ({ access }: Caller): boolean =>
    tradesThroughIt &&
    profile.tradeScope !== undefined &&
    behaviours.toolIsListedForScope(profile.tradeScope, access.scopes, containing(profile.scopes, profile.tradeScope));

  async function status(endpoint: Endpoint, call: Call) {
    const { connected, version } = statusShape.parse(await createDesk(endpoint, call).get('/addon/status'));
    const online = behaviours.addonIsOnline(connected);
    const recent = behaviours.addonIsRecentEnough(version, leastAddonVersion);
    remember(call.access.grant.user.id, online && recent);
    return { online, recent, version };
  }

  async function isReady(endpoint: Endpoint, call: Call): Promise<boolean> {
    try {
      const { online, recent } = await status(endpoint, call);
      return online && recent;
    } catch {
      return false;
    }
  }

  async function requireFor(endpoint: Endpoint, call: Call, tool: Tool): Promise<void> {
    if (!isNeededFor(tool)) return;
    const { online, recent, version } = await status(endpoint, call);
    if (!online || recent) return;
    const message = `${tool.name} needs add-on ${leastAddonVersion} or later; this one is ${version}. Update it.`;
    throw new ToolProblem('addon_outdated', message);
  }

  function remember(userId: string, ready: boolean): void {
    const changed = lastSeen.has(userId) && lastSeen.get(userId) !== ready;
    lastSeen.set(userId, ready);
    if (!behaviours.listChangesAreAnnounced(changed)) return;
    for (const run of watches.get(userId)?.streams.keys() ?? []) run();
  }

  function watch(endpoint: Endpoint, call: Call, changed: () => void): () => void {
    const userId = call.access.grant.user.id;
    const ofUser = watches.get(userId) ?? startWatch(endpoint, userId, new Map([[changed, call]]));
    watches.set(userId, ofUser);
    ofUser.streams.set(changed, call);
    return () => {
      ofUser.streams.delete(changed);
      if (ofUser.streams.size > 0) return;
      ofUser.stop();
      if (watches.get(userId) === ofUser) watches.delete(userId);
    };
  }

  function startWatch(endpoint: Endpoint, userId: string, streams: Watch['streams']): Watch {
    let cancel = () => {};
    let looking = false;
    let due = false;
    // A clock that jumps makes many looks due at once: one will do, but not one that began before and may have seen what was.
    const look = async () => {
      due = true;
      if (looking) return;
      looking = true;
      for (let [call] = streams.values(); due && call; [call] = streams.values()) {
        due = false;
        await isReady(endpoint, call);
      }
      looking = false;
    };
    const lookAgain = () => {
      cancel = clock.schedule(clock.now() + lookEveryMs, () => {
        lookAgain();
        void look();
      });
    };
    lookAgain();
    // Whoever has listed tools knows already how it is.
    if (!lastSeen.has(userId)) void look();
    return { streams, stop: () => cancel() };
  }

  const clear = () => {
    lastSeen.clear();
    for (const { stop } of watches.values()) stop();
    watches.clear();
  };
  return { isNeededFor, concerns, isReady, requireFor, watch, clear };
}
