import { Blocked, Violation } from '../vocabulary/expect.ts';
import type { Authorized, Connection } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import { profileHas } from '../vocabulary/profile.ts';
import { NOBODY } from '../vocabulary/survey.ts';
import type { ConnectOptions, World } from '../vocabulary/world.ts';
import { createAnswer } from '../wire/answer.ts';
import { authorize, connection, redeem } from '../wire/oauth.ts';
import { createRecorder } from '../wire/recorder.ts';
import { REDIRECT_URI } from './clients.ts';
import type { People } from './people.ts';
import type { TargetContext } from './target.ts';

/** How many checks a connection is lent to, where people are made as they are needed: few enough for the rate limit of its user. */
const TIMES_LENT = 12;

function whereItStopped({ landing: { stoppedAt, why }, answer }: Authorized): string {
  if (stoppedAt) return `stopped at ${why ?? `“${stoppedAt.title}” (${stoppedAt.errorCode ?? stoppedAt.status})`}`;
  return answer.error ?? 'no code came back';
}

/** The whole way in, with everybody willing: for one check alone, or lent to several. */
export interface Connections {
  /** What this check was lent. */
  lent: Connection[];
  connect(options?: ConnectOptions): Promise<Connection>;
  borrow(scope?: 'read' | 'trade'): Promise<Connection>;
}

/** The connections of one check or scenario. */
export function createConnections(target: TargetContext, world: World, people: People): Connections {
  const scopeOf = (scope = 'read') =>
    scope === 'read' ? target.scopes.read : scope === 'trade' ? target.scopes.trade : scope;

  /** What stands for a connection where nobody need connect, or somebody else has done it. */
  async function withoutConnecting(accessToken: string): Promise<Connection> {
    const client = { clientId: '', redirectUri: REDIRECT_URI, name: 'openbell' };
    const { redirectUri } = client;
    const browser = target.createUserAgent(world.http, createRecorder(), world.secrets);
    const person = { email: NOBODY, password: '', accounts: [], browser };
    const authorized = {
      landing: { pages: [] },
      answer: {},
      state: '',
      verifier: '',
      redirectUri,
      selfRegistered: false,
    };
    const received = { status: 200, headers: {}, setCookies: [], text: '{}', exchange: 0, url: target.mcpUrl };
    return { client, person, accessToken, authorized, tokenAnswer: createAnswer(received) };
  }

  async function connect(options: ConnectOptions = {}): Promise<Connection> {
    if (target.survey.lacks.has('oauth')) return withoutConnecting('');
    if (options.person) return connectAs(options.person, options);
    return connectAs(options.client ? await people.person() : await people.regular(), options);
  }

  async function connectAs(who: Person, options: ConnectOptions): Promise<Connection> {
    const as = options.client ?? (await world.client({ person: who }));
    const scope = scopeOf(options.scope);
    const chooses = profileHas(target.profile, 'scope-choice') || options.scope === 'trade';
    const choice = chooses && scope ? { scope } : {};
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

  const lent: Connection[] = [];

  async function connectToLend(scope: string): Promise<Connection> {
    if (!target.endsOlderGrants) return connect({ scope });
    const person = await people.regular();
    return connect({ scope, person, client: await world.client({ person, name: 'openbell, lent' }) });
  }

  async function borrow(scope: 'read' | 'trade' = 'read'): Promise<Connection> {
    if (target.survey.lacks.has('oauth')) return withoutConnecting('');
    if (target.readyToken !== undefined) return withoutConnecting(target.readyToken);
    const known = target.lent.get(scope);
    const most = world.hooks.has('users') ? TIMES_LENT : Number.POSITIVE_INFINITY;
    const taken = known && known.times < most ? known : { connection: connectToLend(scope), times: 0 };
    taken.times++;
    target.lent.set(scope, taken);
    taken.connection.catch(() => target.lent.delete(scope));
    const connection = await taken.connection;
    lent.push(connection);
    return connection;
  }

  return { connect, borrow, lent };
}
