import { Blocked, Violation } from '../vocabulary/expect.ts';
import type { Authorized, Connection } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import { profileHas } from '../vocabulary/profile.ts';
import type { ConnectOptions, World } from '../vocabulary/world.ts';
import { authorize, connection, redeem } from '../wire/oauth.ts';
import type { People } from './people.ts';
import type { TargetContext } from './target.ts';

/** How many checks a connection is lent to: few enough for the rate limit of its user. */
const TIMES_LENT = 12;

function whereItStopped({ landing: { stoppedAt, why }, answer }: Authorized): string {
  if (stoppedAt) return `stopped at ${why ?? `“${stoppedAt.title}” (${stoppedAt.errorCode ?? stoppedAt.status})`}`;
  return answer.error ?? 'no code came back';
}

/** The whole way in, with everybody willing: for one check alone, or lent to several. */
export interface Connections {
  connect(options?: ConnectOptions): Promise<Connection>;
  borrow(scope?: 'read' | 'trade'): Promise<Connection>;
}

/** The connections of one check or scenario. */
export function createConnections(target: TargetContext, world: World, people: People): Connections {
  const scopeOf = (scope = 'read') =>
    scope === 'read' ? target.scopes.read : scope === 'trade' ? target.scopes.trade : scope;

  async function connect(options: ConnectOptions = {}): Promise<Connection> {
    if (options.person) return connectAs(options.person, options);
    return connectAs(options.client ? await people.person() : await people.regular(), options);
  }

  async function connectAs(who: Person, options: ConnectOptions): Promise<Connection> {
    const as = options.client ?? (await world.client({ person: who }));
    const scope = scopeOf(options.scope);
    const choice = profileHas(target.profile, 'scope-choice') && scope ? { scope } : {};
    try {
      const authorized = await authorize(world, {
        client: as,
        person: who,
        scope,
        human: { ...choice, ...options.human },
        params: options.params,
      });
      if (!authorized.code) throw new Blocked(`could not connect: ${whereItStopped(authorized)}`, 'sign-in');
      return connection(as, who, authorized, await redeem(world, as, authorized));
    } catch (error) {
      if (error instanceof Violation)
        throw new Blocked(`could not connect: expected ${error.expected}, seen ${error.seen}`, 'sign-in');
      throw error;
    }
  }

  function borrow(scope: 'read' | 'trade' = 'read'): Promise<Connection> {
    const known = target.lent.get(scope);
    const lent = known && known.times < TIMES_LENT ? known : { connection: connect({ scope }), times: 0 };
    lent.times++;
    target.lent.set(scope, lent);
    lent.connection.catch(() => target.lent.delete(scope));
    return lent.connection;
  }

  return { connect, borrow };
}
