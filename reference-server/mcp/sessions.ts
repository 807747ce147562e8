import type { GatewayContext } from '../context.ts';
import type { Caller } from './bearer.ts';

const idleMs = 30 * 60_000;
const sweepMs = 5 * 60_000;
const perUser = 100;

/** What a session is known by, whatever is kept in it. */
export interface SessionEntry {
  id: string;
  userId: string;
  grantId: string;
  lastUsedAt: number;
  end(): void;
}

/** Sessions of the stateful era: bound to user and grant, swept by the clock, capped for each user, ended by revocation. */
export function createSessions<Session extends SessionEntry>({
  behaviours,
  clock,
  random,
  authorization,
}: GatewayContext) {
  const sessions = new Map<string, Session>();
  const forgetters = new Map<string, () => void>();
  let sweeping = false;

  function add(caller: Caller, make: (entry: Omit<SessionEntry, 'end'>) => Session): Session {
    const { grant } = caller.access;
    makeRoomFor(grant.user.id);
    const session = make({ id: random.uuid(), userId: grant.user.id, grantId: grant.id, lastUsedAt: clock.now() });
    sessions.set(session.id, session);
    const whenRevoked = () => behaviours.revocationEndsSessions(true) && remove(session);
    forgetters.set(session.id, authorization.onRevoked(grant.id, whenRevoked));
    if (!sweeping) sweepLater();
    return session;
  }

  /** The session, if there is one of that id and it is the caller's. */
  function find(id: string, caller: Caller): Session | undefined {
    const session = sessions.get(id);
    const { grant } = caller.access;
    if (!session || !behaviours.sessionBelongsToCaller(session, { userId: grant.user.id, grantId: grant.id })) {
      return undefined;
    }
    session.lastUsedAt = clock.now();
    return session;
  }

  function remove(session: Session): void {
    sessions.delete(session.id);
    forgetters.get(session.id)?.();
    forgetters.delete(session.id);
    session.end();
  }

  /** The user's session that was unused the longest makes room: a client that never says goodbye harms only itself. */
  function makeRoomFor(userId: string): void {
    const own = [...sessions.values()].filter((session) => session.userId === userId);
    if (behaviours.userHasRoomForASession(own.length, perUser)) return;
    const [oldest] = own.sort((a, b) => a.lastUsedAt - b.lastUsedAt);
    if (oldest) remove(oldest);
  }

  function sweepLater(): void {
    sweeping = true;
    clock.schedule(clock.now() + sweepMs, () => {
      sweeping = false;
      for (const session of sessions.values()) {
        if (!behaviours.sessionIsInUse(session.lastUsedAt, clock.now(), idleMs)) remove(session);
      }
      if (sessions.size > 0) sweepLater();
    });
  }

  const clear = () => {
    sweeping = false;
    for (const session of [...sessions.values()]) remove(session);
  };
  return { add, find, remove, clear, count: () => sessions.size };
}
