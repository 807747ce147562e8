import { Blocked, Violation } from '../vocabulary/expect.ts';
import type { Authorized, Connection } from '../vocabulary/oauth.ts';
import type { Person, Traits } from '../vocabulary/people.ts';
import { profileHas } from '../vocabulary/profile.ts';
import { NOBODY } from '../vocabulary/survey.ts';
import type { ConnectOptions, World } from '../vocabulary/world.ts';
import { createAnswer } from '../wire/answer.ts';
import { assertRoomForTokens, authorize, connection, redeem } from '../wire/oauth.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { REDIRECT_URI } from './clients.ts';
import { mintFor, mintingUrl } from './minting.ts';
import type { People } from './people.ts';
import { isSpoilt } from './regular.ts';
import { connectionShownTo } from './shown-to.ts';
import type { Lent, TargetContext } from './target.ts';

/**
 * How many checks a connection is lent to, and how many tools they call, where people are made as they are needed: few
 * enough for the rate limit of its user.
 */
const TIMES_LENT = 200;
const CALLS_LENT = 6;

function whereItStopped({ landing: { stoppedAt, why }, answer }: Authorized): string {
  if (stoppedAt) return `stopped at ${why ?? `“${stoppedAt.title}” (${stoppedAt.errorCode ?? stoppedAt.status})`}`;
  const says = answer.error_description ? ` “${answer.error_description.slice(0, 200)}”` : '';
  return answer.error ? `${answer.error}${says}` : 'no code came back';
}

/** The whole way in, with everybody willing: for one check alone, or lent to several. */
export interface Connections {
  /** What this check was lent. */
  lent: Map<Connection, Lent>;
  connect(options?: ConnectOptions): Promise<Connection>;
  borrow(scope?: 'read' | 'trade'): Promise<Connection>;
  lookAt(scope?: 'read' | 'trade'): Promise<Connection>;
  lookAtFirst(traits?: Traits): Promise<Connection>;
}

/** The connections of one check or scenario. */
export function createConnections(
  target: TargetContext,
  world: World,
  people: People,
  recorder: Recorder,
): Connections {
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
    if (target.survey.lacks.has('bearer-tokens')) return withoutConnecting('');
    if (options.person) return connectAs(options.person, options);
    // Whoever looks at limits needs somebody who has spent nothing yet.
    const anybody = !options.client && !world.judgesLimits;
    return connectOrForget(anybody ? await people.regular() : await people.person(), options);
  }

  async function connectOrForget(who: Person, options: ConnectOptions): Promise<Connection> {
    try {
      return await connectAs(who, options);
    } catch (error) {
      people.forget(who);
      throw error;
    }
  }

  async function connectAs(who: Person, options: ConnectOptions): Promise<Connection> {
    if (mintingUrl(target)) return mintFor(world, who, scopeOf(options.scope));
    await assertRoomForTokens(world);
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

  const lent = new Map<Connection, Lent>();

  /** Where there is one scope only, who may trade is who may read. */
  const kindOf = (scope: 'read' | 'trade') =>
    target.scopes.trade && target.scopes.trade !== target.scopes.read ? scope : 'read';

  /** Where connecting again ends the older connection, that to read and that to trade have a client each. */
  async function connectToLend(scope: 'read' | 'trade'): Promise<Connection> {
    const who = await people.lender();
    if (!target.endsOlderGrants) return connectOrForget(who, { scope });
    return connectAs(who, { scope, client: await world.client({ person: who, name: `openbell, lent to ${scope}` }) });
  }

  /** One that was not lent before; what is exchanged for it is kept. */
  function newLent(connection: Promise<Connection>): Lent {
    const before = recorder.exchanges.length;
    const made: Lent = { connection, times: 0, calls: 0, session: {}, shown: [] };
    made.connection = made.connection.then((connection) => {
      made.whose = connection.person.email;
      made.shown = recorder.exchanges.slice(before);
      lent.set(connection, made);
      return connection;
    });
    return made;
  }

  function take(key: string, make: () => Promise<Connection>): Lent {
    const known = target.lent.get(key);
    const isUsedUp = known && (known.times >= TIMES_LENT || known.calls >= CALLS_LENT);
    const isGood = known && !isSpoilt(target.regulars, known.whose);
    const taken = isGood && !(isUsedUp && world.hooks.has('users')) ? known : newLent(make());
    taken.times++;
    target.lent.set(key, taken);
    taken.connection.catch(() => target.lent.get(key) === taken && target.lent.delete(key));
    return taken;
  }

  const withoutAnybody = (): Promise<Connection> | undefined => {
    if (target.survey.lacks.has('bearer-tokens')) return withoutConnecting('');
    return target.readyToken === undefined ? undefined : withoutConnecting(target.readyToken);
  };

  /** What this check has borrowed, by what it is good for: whoever compares wants the same again. */
  const borrowed = new Map<string, Lent>();

  async function borrow(scope: 'read' | 'trade' = 'read'): Promise<Connection> {
    const kind = kindOf(scope);
    // Who needs no sign-in has a session to share all the same.
    const taken = borrowed.get(kind) ?? take(kind, () => withoutAnybody() ?? connectToLend(kind));
    const connection = await taken.connection;
    borrowed.set(kind, taken);
    lent.set(connection, taken);
    return connection;
  }

  /** What was exchanged stands with everybody who judges it. */
  async function shown(taken: Lent): Promise<Connection> {
    const connection = await taken.connection;
    if (lent.has(connection)) return connection;
    lent.set(connection, taken);
    return connectionShownTo(recorder, connection, taken.shown);
  }

  async function lookAt(scope: 'read' | 'trade' = 'read'): Promise<Connection> {
    if (withoutAnybody()) return connect({ scope });
    const kind = kindOf(scope);
    return shown(take(kind, () => connectToLend(kind)));
  }

  /** The way in without the tokens at its end, which a server may count: who looks at pages needs none. */
  async function visit(person: Person): Promise<Connection> {
    const client = await world.client({ person });
    const authorized = await authorize(world, { client, person, scope: scopeOf() });
    if (!authorized.code) throw new Blocked(`could not connect: ${whereItStopped(authorized)}`, 'sign-in');
    return { ...(await withoutConnecting('')), client, person, authorized };
  }

  async function lookAtFirst(traits?: Traits): Promise<Connection> {
    const make = async () => {
      const person = await people.person(traits);
      return world.profile ? connect({ person }) : visit(person);
    };
    // Where people are made, everybody is new.
    const who = world.hooks.has('users') ? '' : JSON.stringify(traits ?? {});
    return shown(take(`the first visit ${who}`, make));
  }

  return { connect, borrow, lookAt, lookAtFirst, lent };
}
