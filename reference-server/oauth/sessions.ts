import type { Request, Response } from 'express';
import type { Clock } from '../../mock-broker/clock.ts';
import type { Random } from '../../mock-broker/random.ts';
import { type GatewayBehaviours, gatewayBehaviours } from '../behaviours.ts';
import { keyOf } from './key-of.ts';
import type { Session } from './records.ts';
import type { Store } from './store.ts';

/** Browsers, told apart by a cookie. */
export interface Sessions {
  /** The session of this browser, if it has one that is not idle for too long. */
  of(req: Request): Session | undefined;
  /** The session of this browser, begun now if need be. */
  open(req: Request, res: Response): Session;
  /** After a sign-in: gives the session another cookie, so that one planted before it is worth nothing after it. */
  renew(req: Request, res: Response, session: Session): void;
  end(req: Request, res: Response): void;
}

const idleMs = 12 * 3_600_000;

interface SessionParts {
  clock: Clock;
  random: Random;
  store: Store;
  origin: string;
  /** The defaults unless told. */
  behaviours?: Pick<GatewayBehaviours, 'cookieIsOutOfReach'>;
}

export function createSessions(parts: SessionParts): Sessions {
  const { clock, random, store, behaviours = gatewayBehaviours } = parts;
  const secure = parts.origin.startsWith('https:');
  // RFC 6265bis §4.1.3.2: the prefix makes browsers insist on Secure, this host and the whole path.
  const name = secure ? '__Host-openbell_gateway' : 'openbell_gateway';

  const cookieOf = (req: Request): string | undefined =>
    (req.headers.cookie ?? '')
      .split('; ')
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);

  // No Expires and no Max-Age: browsers would read them by the machine's clock, not by ours.
  function setCookie(res: Response, value: string): void {
    res.append('Set-Cookie', `${name}=${value}; ${behaviours.cookieIsOutOfReach(secure)}`);
  }

  const keptWith = ({ user }: Session) => (user ? store.sessions : store.strangers);

  function keep(res: Response, session: Session): void {
    const cookie = random.token();
    keptWith(session).set(keyOf(cookie), session);
    setCookie(res, cookie);
  }

  function forget(req: Request): void {
    const cookie = cookieOf(req);
    if (!cookie) return;
    store.strangers.delete(keyOf(cookie));
    store.sessions.delete(keyOf(cookie));
  }

  function of(req: Request): Session | undefined {
    const cookie = cookieOf(req);
    if (!cookie) return undefined;
    const key = keyOf(cookie);
    const session = store.sessions.get(key) ?? store.strangers.get(key);
    if (!session || session.expiresAt <= clock.now()) return undefined;
    session.expiresAt = clock.now() + idleMs;
    // Put in anew, so that the one unused for the longest is the first to make room.
    keptWith(session).set(key, session);
    return session;
  }

  return {
    of,
    open(req, res) {
      const existing = of(req);
      if (existing) return existing;
      const session: Session = { id: random.uuid(), formToken: random.token(), expiresAt: clock.now() + idleMs };
      keep(res, session);
      return session;
    },
    renew(req, res, session) {
      forget(req);
      keep(res, session);
    },
    end(req, res) {
      forget(req);
      setCookie(res, '');
    },
  };
}
