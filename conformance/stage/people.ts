import { isLoopback } from '../browsers/goal.ts';
import { Untestable } from '../vocabulary/expect.ts';
import type { Person, Trait, Traits } from '../vocabulary/people.ts';
import { NOBODY } from '../vocabulary/survey.ts';
import type { HookUser } from '../vocabulary/test-hooks.ts';
import type { Human, UserAgent } from '../vocabulary/user-agent.ts';
import type { World } from '../vocabulary/world.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { Clients } from './clients.ts';
import { mintingUrl, platformOf } from './minting.ts';
import type { Regular } from './regular.ts';
import type { ConfiguredUser, TargetContext } from './target.ts';

/** How many checks connect as one regular. */
const USES_OF_A_REGULAR = 60;

/** How many people are made in one request. */
const PEOPLE_AT_A_TIME = 20;

/** What these traits are called in the configuration. */
const traitsIn = ({ trading, plan, accounts, newcomer, disposable, connection, partner }: Traits): Trait[] => [
  ...(trading === false || connection === 'read' ? (['read-only'] as const) : []),
  ...(plan === 'free' ? (['no-plan'] as const) : []),
  ...(accounts === 2 ? (['two-accounts'] as const) : []),
  ...(newcomer ? (['newcomer'] as const) : []),
  ...(disposable ? (['disposable'] as const) : []),
  ...(partner === false ? (['no-access'] as const) : []),
  ...(connection === 'none' ? (['unconnected'] as const) : []),
];

/** What the brokerage itself knows of somebody: where no platform keeps connections, theirs is what they may do. */
const ofTheBrokerage = ({ trading, plan, accounts, connection }: Traits, ofAPlatform: boolean) => ({
  ...(connection === 'read' && !ofAPlatform ? { trading: false } : trading === undefined ? {} : { trading }),
  ...(plan ? { plan } : {}),
  ...(accounts ? { accounts } : {}),
});

/** Who can act in one check: people whom others know already, new ones where a hook makes them, else the configured. */
export interface People {
  person(traits?: Traits): Promise<Person>;
  /** Somebody whose browser is signed in, lent until the check ends. */
  regular(): Promise<Person>;
  /** The same, whose connection is lent to several checks: nobody meets them but through it. */
  lender(): Promise<Person>;
  /** Whoever came to nothing may be met again: a connection that failed is nobody's. */
  forget(person: Person): void;
  /** Gives back whoever was lent; nobody takes them again where the check has `spoilt` what they have. */
  leave(spoilt: boolean): void;
}

/** What people are made with. `name` gives none twice. */
export interface Surroundings {
  target: TargetContext;
  world: World;
  recorder: Recorder;
  name(what: string): string;
  /** Whether clients register themselves: then their user is asked each time. */
  registers: Clients['registers'];
  ordinaryKey: Clients['ordinaryKey'];
  /** The check wants people of its own: it moves the clock, counts, or is about the first time. */
  ownPeople: boolean;
  /** What somebody is asked is what it looks at. */
  isFirstTime: boolean;
}

/** The people of one check or scenario. */
export function createPeople(around: Surroundings): People {
  const { target, world, recorder, name, registers, ordinaryKey, ownPeople, isFirstTime } = around;
  const { http, hooks, keys, secrets } = world;

  /** Whom this check has met, by email address: the next person is somebody else. */
  const met = new Set<string>();

  /** The gateway, its authorization server, the brokerage that hooks name, and what the configuration adds. */
  async function signInPlaces(): Promise<string[]> {
    const server = (await target.discovery)?.found?.authorizationServer;
    const urls = [target.mcpUrl, target.hookIndex?.brokerage?.origin, server?.url, server?.doc.authorization_endpoint];
    const known = [...urls, ...(target.signInOrigins ?? [])].filter(
      (url) => typeof url === 'string' && URL.canParse(url),
    );
    return [...new Set(known.map((url) => new URL(url).origin))];
  }

  /** A browser whose user keeps the password to themselves where a target leads them astray. */
  function wary(browser: UserAgent): UserAgent {
    const careful = async (human: Human): Promise<Human> => ({
      ...human,
      signsInAt: await signInPlaces(),
      isOnThisMachine: isLoopback(new URL(target.mcpUrl).hostname),
    });
    return {
      ...browser,
      visit: async (url, redirectUri, human) => browser.visit(url, redirectUri, await careful(human)),
      open: async (url, human) => browser.open(url, await careful(human)),
      another: () => wary(browser.another()),
    };
  }

  /** A trader whom nobody knows yet; several are made at a time. */
  async function newcomer(): Promise<HookUser> {
    const known = target.newcomers.shift();
    if (known) return known;
    const hasKey = !mintingUrl(target) && !(await registers());
    const key = hasKey ? await ordinaryKey() : undefined;
    const people = await hooks.createPeople(PEOPLE_AT_A_TIME, key);
    await letIn(people);
    target.newcomers.push(...people);
    return target.newcomers.shift()!;
  }

  async function somebodyNew(wanted: ReturnType<typeof ofTheBrokerage>, partner: boolean): Promise<HookUser> {
    const user = await hooks.createUser({ name: name('user'), trading: true, plan: 'elite', ...wanted });
    if (partner) await letIn([user]);
    return user;
  }

  /** Where accounts need partner access, everybody has it unless told. */
  async function letIn(people: readonly HookUser[]): Promise<void> {
    if (!hooks.has('partners')) return;
    await hooks.setAccounts(people.map(({ id, email }) => ({ user_id: id, email, access: true })));
  }

  /** Those whom this check has borrowed. */
  const lent: Regular[] = [];

  const person = (traits?: Traits): Promise<Person> =>
    !traits && !ownPeople && hooks.has('users') ? regular() : somebody(traits);

  async function somebody(traits: Traits = {}): Promise<Person> {
    if (hooks.has('users')) {
      const browser = wary(target.createUserAgent(http, recorder, secrets));
      const wanted = ofTheBrokerage(traits, mintingUrl(target) !== undefined);
      const isAnybody = Object.keys(wanted).length === 0 && traits.partner !== false && hooks.has('people');
      const user = isAnybody ? await newcomer() : await somebodyNew(wanted, traits.partner ?? true);
      secrets.note('password', user.password);
      if (mintingUrl(target)) return { ...(await ofAPlatform(user, traits)), browser };
      const { client_id: clientId, ...rest } = user;
      return { ...rest, ...(clientId ? { clientId } : {}), browser };
    }
    if (traits.ofAnotherPlatform || traits.userId !== undefined)
      throw new Untestable('needs a second platform with a user: the test hook “platforms” makes them', 'test hooks');
    // Nobody was asked yet about a key that was made just now.
    const isAsked = (traits.newcomer === true || isFirstTime) && !(await registers());
    const byNewKey = isAsked && keys.canBeMade();
    const user = configured(traitsIn({ ...traits, newcomer: traits.newcomer === true && isAsked && !byNewKey }));
    if (!user) return nobody();
    met.add(user.email);
    secrets.note('password', user.password);
    const clientId = byNewKey ? await keys.make(user, { ...(await ordinaryKey()), use: 'gateway' }) : undefined;
    const browser = wary(target.createUserAgent(http, recorder, secrets));
    const platform = target.mint ? { platform: await platformOf(target, hooks, 'own') } : {};
    return { accounts: [], ...user, ...platform, ...(clientId ? { clientId } : {}), browser };
  }

  /** Somebody of the brokerage whom a platform has as its user. */
  async function ofAPlatform(
    { id, accounts }: HookUser,
    { trading = true, connection: type = 'trade', userId, ofAnotherPlatform }: Traits,
  ): Promise<Omit<Person, 'browser'>> {
    const platform = await platformOf(target, hooks, ofAnotherPlatform ? 'other' : 'own');
    const user = await hooks.createPlatformUser(platform.clientId, {
      user_id: userId ?? name('user'),
      connections: type === 'none' ? [] : [{ user: id, type: trading ? type : 'read' }],
    });
    secrets.note('user_secret', user.user_secret);
    const [connection] = user.connections;
    // The gateway takes it for one that trades, and the broker knows better.
    if (connection && type === 'trade' && !trading)
      await hooks.changeConnection(platform.clientId, user.user_id, connection.id, { type });
    return {
      id,
      email: user.user_id,
      password: user.user_secret,
      accounts,
      platform,
      ...(connection ? { connectionId: connection.id } : {}),
    };
  }

  /** How far one gets without anybody who signs in. */
  function nobody(): Person {
    met.add(NOBODY);
    const browser = target.createUserAgent(http, recorder, secrets);
    // Where nobody is asked whoever comes gets as far as anybody.
    return {
      email: NOBODY,
      password: '',
      accounts: [],
      browser,
      ...(target.survey.asksNobody ? {} : { nobody: true }),
    };
  }

  /**
   * Somebody of the configuration whom this check has not met, with all these traits; the least special first.
   * Undefined where there is nobody, and nobody will do.
   */
  function configured(wanted: readonly Trait[]): ConfiguredUser | undefined {
    const { users } = target;
    const has = ({ traits = [], accounts = [] }: ConfiguredUser, trait: Trait) =>
      traits.includes(trait) || (trait === 'two-accounts' && accounts.length > 1);
    const fits = users.filter((one) => wanted.every((trait) => has(one, trait)));
    const user = fits
      .toSorted((a, b) => (a.traits?.length ?? 0) - (b.traits?.length ?? 0))
      .find((one) => !met.has(one.email));
    if (user) return user;
    const { lacks, asksNobody } = target.survey;
    // Whoever is never asked who they are is new each time, and can be locked out of nothing.
    if (asksNobody && wanted.every((trait) => trait === 'newcomer' || trait === 'disposable')) return undefined;
    if (wanted.length > 0) {
      const named = `traits: [${wanted.join(', ')}]`;
      throw new Untestable(
        `needs a user with ${named} in the configuration, or the test hook “users”`,
        'user with a trait',
      );
    }
    // Nobody can be asked to sign in; a second nobody is no other person.
    if (!mintingUrl(target) && (met.size === 0 || lacks.has('bearer-tokens') || asksNobody)) return undefined;
    throw new Untestable(
      'needs one more user in the configuration, or the test hook “users”',
      users.length > 0 ? 'second user' : 'user',
    );
  }

  /**
   * A regular who is free and whom this check has not met; each is used a few times only, so that nobody's rate limit
   * fills up. Two connections of one check are two people's, unless it says who.
   */
  async function takeRegular(lends: boolean): Promise<Regular> {
    const many = lends ? 1 : USES_OF_A_REGULAR;
    const full = hooks.has('users') ? many : Number.POSITIVE_INFINITY;
    const isFree = (one: Regular) => !one.busy && one.uses < full && one.lends === lends;
    const free = target.regulars.find((one) => isFree(one) && !met.has(one.user.email));
    const regular = free ?? (await newRegular(lends));
    regular.uses++;
    regular.busy = true;
    met.add(regular.user.email);
    return regular;
  }

  async function newRegular(lends: boolean): Promise<Regular> {
    const user = await somebody();
    const regular: Regular = { user, memory: {}, uses: 0, busy: true, lends };
    target.regulars.push(regular);
    return regular;
  }

  async function borrowed(lends: boolean): Promise<Person> {
    const taken = await takeRegular(lends);
    lent.push(taken);
    // Whoever is real begins with an empty jar each time: what one experiment leaves is nobody else's.
    const memory = hooks.has('users') ? taken.memory : {};
    return { ...taken.user, browser: wary(target.createUserAgent(http, recorder, secrets, memory)) };
  }

  const regular = () => borrowed(false);
  const lender = () => borrowed(true);

  function forget({ email }: Person): void {
    met.delete(email);
    const at = lent.findIndex(({ user }) => user.email === email);
    if (at >= 0) lent.splice(at, 1)[0]!.busy = false;
  }

  function leave(spoilt: boolean): void {
    for (const one of lent.splice(0)) {
      one.busy = false;
      if (spoilt) one.uses = Number.POSITIVE_INFINITY;
    }
  }

  return { person, regular, lender, forget, leave };
}
