import { createHash } from 'node:crypto';
import type { Conduct } from '../vocabulary/check.ts';
import type { Discovery } from '../vocabulary/discovery.ts';
import { NotOffered, Untestable } from '../vocabulary/expect.ts';
import type { Http, Outgoing } from '../vocabulary/http.ts';
import type { Purpose, ToolUse } from '../vocabulary/profile.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import type { BrowserMemory, Page } from '../vocabulary/user-agent.ts';
import type { World } from '../vocabulary/world.ts';
import { discover } from '../wire/discover.ts';
import { createHttp } from '../wire/http.ts';
import { askAsStranger, createMcp } from '../wire/mcp.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { createHooks } from '../wire/test-hooks.ts';
import { askForAccount } from './ask-for-account.ts';
import { besideOthers } from './beside-others.ts';
import { createClients, REDIRECT_URI } from './clients.ts';
import { createConnections } from './connections.ts';
import { createKeys } from './keys.ts';
import { assertRoom, makeRoom, patientHttp, placeOf } from './limits.ts';
import { createMinting } from './minting.ts';
import { once } from './once.ts';
import { createPartnerKeys } from './partner-keys.ts';
import { assertMayRegister, assertTime, letTimePass, waitAWhile } from './patience.ts';
import { createPeople } from './people.ts';
import { wayBack } from './registered.ts';
import { answerShownTo, discoveryShownTo, failureShownTo } from './shown-to.ts';
import type { Lent, TargetContext } from './target.ts';
import { TRADING } from './tools.ts';

/** The brokerage behind the target, as far as anybody has told or it was seen. */
function brokerageOf({ hookIndex, clientCenter, survey }: TargetContext): ReturnType<World['brokerage']> | undefined {
  if (hookIndex?.brokerage) return hookIndex.brokerage;
  return clientCenter ? { origin: new URL(clientCenter.url).origin, clientCenter: clientCenter.url } : survey.brokerage;
}

const partyOf = (target: TargetContext) => (url: string) => {
  const origin = URL.canParse(url) ? new URL(url).origin : '';
  const places = [target.hookAccess?.url, target.hookIndex?.brokerage?.hooks?.url];
  if (places.some((place) => place && url.startsWith(place))) return 'harness' as const;
  return origin === brokerageOf(target)?.origin ? ('brokerage' as const) : ('gateway' as const);
};

/** The tool for this purpose; `Untestable` where none was found. One that trades does so only where it may. */
function toolFor(target: TargetContext, hooks: Hooks, purpose: Purpose): ToolUse {
  const { tools } = target.survey;
  const found = tools?.[purpose];
  if (!tools) {
    const isGiven = target.users.length > 0 || target.readyToken !== undefined;
    throw new Untestable('needs to see the tools, and nobody could list them', isGiven ? undefined : 'user');
  }
  if (!found && target.profile && !target.profile.tools[purpose])
    throw new NotOffered(`no tool of profile ${target.profile.id} is for this (${purpose})`);
  if (!found) throw new Untestable(`needs to know which tool to call (${purpose})`, 'tools');
  if (!TRADING.includes(purpose) || target.mayTrade || hooks.has('users')) return found;
  return {
    ...found,
    args() {
      throw new Untestable(`needs leave to call ${found.name}: it may trade`, 'orders');
    },
  };
}

/** The requests to the MCP URL with the headers that the configuration has for it; all others as they are. */
function withHeaders(http: Http, { mcpUrl, headers }: TargetContext): Http {
  if (!headers) return http;
  const { origin, pathname } = new URL(mcpUrl);
  const dressed = (outgoing: Outgoing): Outgoing => {
    const url = URL.canParse(outgoing.url) ? new URL(outgoing.url) : undefined;
    const isOurs = url?.origin === origin && url.pathname === pathname;
    return isOurs ? { ...outgoing, headers: { ...headers, ...outgoing.headers } } : outgoing;
  };
  const send: Http['send'] = (outgoing) => http.send(dressed(outgoing));
  const get: Http['get'] = (url, own) => send({ url, ...(own ? { headers: own } : {}) });
  return { send, get, open: (outgoing) => http.open(dressed(outgoing)) };
}

/** Lets no more calls of a tool that may place an order through than somebody has given leave for. */
function withinLeave(http: Http, { orders, survey: { tools } }: TargetContext, ledger: (action: string) => void): Http {
  if (!orders) return http;
  const names = [tools?.place, tools?.confirm].flatMap((tool) => (tool ? [JSON.stringify(tool.name)] : []));
  const mayOrder = ({ body = '' }: Outgoing) =>
    body.includes('"tools/call"') && names.some((name) => body.includes(`"name":${name}`));
  const send: Http['send'] = (outgoing) => {
    if (!mayOrder(outgoing)) return http.send(outgoing);
    if (orders.left < 1)
      throw new Untestable(`needs leave for more than ${orders.most} calls that may place an order`, 'orders');
    orders.left--;
    ledger('call that may place an order');
    return http.send(outgoing);
  };
  return { ...http, send };
}

/** Counts the calls of a connection that others use, too: its user has so many. */
function countingCalls(http: Http, lent: Lent): Http {
  const send: Http['send'] = (outgoing) => {
    if (outgoing.body?.includes('"tools/call"')) lent.calls++;
    return http.send(outgoing);
  };
  return { ...http, send };
}

/** What is about to be done: a check, a journey, or something before them. */
interface Doing extends Pick<Conduct, 'judges' | 'takesTime' | 'wantsAnAnswer'> {
  id: string;
  /** Others may be graded at the same time. */
  isBesideOthers?: boolean;
}

/** A world for one check or scenario; its id makes its people's names and its secrets its own. */
export function createWorld(
  target: TargetContext,
  { id, judges, takesTime, wantsAnAnswer, isBesideOthers }: Doing,
  recorder: Recorder,
  beside: () => void = () => {},
): World {
  const { secrets, profile } = target;
  const silence = judges === 'discovery' || wantsAnAnswer ? 'is a finding' : 'is in the way';
  const ledger = (action: string): void => {
    target.sideEffects.set(action, (target.sideEffects.get(action) ?? 0) + 1);
  };
  const wire = withHeaders(createHttp(recorder, target.pool, partyOf(target), silence), target);
  const plainHttp = withinLeave(wire, target, ledger);
  let spoilt = false;
  let isOfferChanged = false;
  const ofAll = watched(createHooks(plainHttp, target.hookAccess, target.hookIndex));
  const isLent = (who: string) =>
    [...connections.lent.keys()].some(({ person: { id, email }, client: { clientId } }) =>
      [id, email, clientId].includes(who),
    );
  const hooks = isBesideOthers ? besideOthers(ofAll, isLent) : ofAll;
  const judgesLimits = judges === 'limits';
  const patient = patientHttp(plainHttp, target, ofAll);
  const http = judgesLimits ? plainHttp : patient;
  let made = 0;
  const name = (what: string) => `${id.replace(/[^a-z0-9]+/gi, '-').slice(-50)}-${target.era}-${what}${++made}`;
  const random = (kind: string) =>
    createHash('sha256').update(`${target.seed} ${id} ${target.era} ${kind} ${++made}`).digest('base64url');

  /** Hooks that tell what they leave behind: a moved clock, or a person who is no longer what they were. */
  function watched(plain: Hooks): Hooks {
    const spoils =
      <Given extends unknown[], T>(change: (...given: Given) => T) =>
      (...given: Given): T => {
        spoilt = true;
        return change(...given);
      };
    return {
      ...plain,
      advance(seconds) {
        if (!plain.has('clock')) return letTimePass(target, seconds, stepAside);
        target.used.seconds += seconds;
        // Registrations are counted by the hour.
        if (seconds >= 3600) target.used.registered = 0;
        return plain.advance(seconds);
      },
      changeOffer(offer) {
        isOfferChanged = true;
        return plain.changeOffer(offer);
      },
      setAccounts(accounts) {
        spoilt ||= accounts.some(({ access }) => !access);
        return plain.setAccounts(accounts);
      },
      changeUser: spoils(plain.changeUser),
      changeConnection: spoils(plain.changeConnection),
      changeKey: spoils(plain.changeKey),
      deleteKey: spoils(plain.deleteKey),
    };
  }

  /** Somebody waits: whoever was lent is free, and others may go on. */
  function stepAside(): void {
    people.leave(spoilt);
    beside();
  }

  const browser = (memory: BrowserMemory) => target.createUserAgent(patient, recorder, secrets, memory);
  const room = (refusal: Page, times: number, who: string) =>
    makeRoom(target, ofAll, placeOf(refusal.url, { authorization: who }), refusal, times);
  const keys = createKeys({ target, hooks, browser, makeRoom: room, ledger });

  let own: Promise<Discovery> | undefined;
  /** Under a record of its own, for all who look at it. */
  async function discoverOnce() {
    const record = createRecorder();
    const through = patientHttp(withHeaders(createHttp(record, target.pool, partyOf(target)), target), target, hooks);
    const ask = () => askAsStranger(createMcp(through, target.mcpUrl, target.era));
    const shown = record.exchanges;
    return discover(through, target.mcpUrl, ask).then(
      (found) => ({ found, shown }),
      (failure: unknown) => {
        delete target.discovery;
        return { failure, shown };
      },
    );
  }

  const world: World = {
    mcpUrl: target.mcpUrl,
    origin: new URL(target.mcpUrl).origin,
    era: target.era,
    profile,
    http,
    hooks,
    keys,
    secrets,
    scopes: target.scopes,
    redirectUri: REDIRECT_URI,
    nobodyGetsIn: target.survey.nobodyGetsIn,
    brokerageIfKnown: () => brokerageOf(target),
    brokerage() {
      const known = brokerageOf(target);
      if (known) return known;
      const where = '“client_center” in the configuration or test hooks tell it';
      throw new Untestable(`needs to know where the brokerage is: ${where}`, 'client center');
    },
    discovery() {
      target.discovery ??= discoverOnce();
      // Whoever judges discovery shows it, and so does whoever fails of it.
      own ??= target.discovery.then(({ found, failure, shown }) => {
        if (!found) throw failureShownTo(recorder, failure, shown);
        return judges === 'discovery' ? discoveryShownTo(recorder, found, shown) : found;
      });
      own.catch(() => {
        own = undefined;
      });
      return own;
    },
    minting: () => createMinting(target, world),
    partnerKeys: () => createPartnerKeys(target, world),
    person: (traits) => people.person(traits),
    client: (options) => clients.client(options),
    agreedClient: () => clients.agreed(),
    registers: () => clients.registers(),
    connect: (options) => connections.connect(options),
    borrow: (scope) => connections.borrow(scope),
    lookAt: (scope) => connections.lookAt(scope),
    lookAtFirst: (traits) => connections.lookAtFirst(traits),
    lent: () => [...connections.lent.keys()],
    shared: <T>(name: string, make: () => Promise<T>) => once(target.shared as Map<string, Promise<T>>, name, make),
    asked: (name, ask) => answerShownTo(target.shared, recorder, name, ask),
    mcp: (token) => {
      const accessToken = typeof token === 'object' ? token.accessToken : token;
      const lent = [...connections.lent].find(([connection]) => connection.accessToken === accessToken)?.[1];
      return createMcp(lent ? countingCalls(http, lent) : http, target.mcpUrl, target.era, accessToken, lent?.session);
    },
    judgesLimits,
    patience: () => waitAWhile(target, hooks),
    authMethod: target.authMethod,
    assertRoom: (url, who = '') => assertRoom(target, placeOf(url, { authorization: who })),
    makeRoom: (url, refusal, times, who = '') =>
      makeRoom(target, ofAll, placeOf(url, { authorization: who }), refusal, times),
    assertMayRegister: () => assertMayRegister(target),
    registeredSoFar: () => target.used.registered,
    clientWasMade(answer) {
      target.used.registered++;
      if (target.registrations) target.registrations.left--;
      world.ledger('client registered');
      const way = wayBack(answer);
      secrets.note('registration_access_token', way?.token);
      target.survey.managesClients ??= way !== undefined;
      if (way) target.registered.push(way);
    },
    clientWasChanged(answer) {
      const way = wayBack(answer);
      const known = way && target.registered.find(({ uri }) => uri === way.uri);
      if (!known) return;
      secrets.note('registration_access_token', way.token);
      known.token = way.token;
    },
    clientIsGone(registrationUri) {
      const known = target.registered.findIndex(({ uri }) => uri === registrationUri);
      if (known < 0) return;
      target.registered.splice(known, 1);
      world.ledger('client deleted');
    },
    managesClients: () => target.survey.managesClients,
    async leave() {
      people.leave(spoilt);
      await keys.leave();
      if (isOfferChanged) await hooks.restoreOffer();
    },
    assertTime: () => assertTime(target, hooks),
    tool(purpose) {
      return toolFor(target, hooks, purpose);
    },
    async accountOf(connection) {
      const { survey } = target;
      const { email, accounts } = connection.person;
      const account = accounts[0]?.[profile?.accountField ?? 'id'] ?? survey.accounts.get(email);
      if (account) return account;
      if (survey.tools && survey.wantsAccounts === false) return '';
      const found = await askForAccount(world, survey, connection);
      if (found) return found;
      throw new Untestable('needs to know an account of the user: “accounts” in the configuration tells it', 'account');
    },
    secret(kind) {
      const value = random(kind);
      secrets.note(kind, value);
      return value;
    },
    tell: (who, what, exchange) => recorder.tell(who, what, exchange),
    ledger,
  };
  // A client is only the way to what is looked at.
  const clients = createClients(target, { ...world, http: patient }, takesTime ?? false);
  const ownPeople = judges === 'consent' || judges === 'limits';
  const people = createPeople({
    target,
    world,
    recorder,
    name,
    ownPeople,
    isFirstTime: judges === 'consent',
    ...clients,
  });
  const connections = createConnections(target, world, people, recorder);
  return world;
}
