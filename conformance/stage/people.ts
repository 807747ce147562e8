import { Untestable } from '../vocabulary/expect.ts';
import type { Person, Traits } from '../vocabulary/people.ts';
import type { HookUser } from '../vocabulary/test-hooks.ts';
import type { Human, UserAgent } from '../vocabulary/user-agent.ts';
import type { World } from '../vocabulary/world.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { Clients } from './clients.ts';
import type { Regular } from './regular.ts';
import type { TargetContext } from './target.ts';

/** How many checks connect as one regular. */
const USES_OF_A_REGULAR = 20;

/** How many people are made in one request. */
const PEOPLE_AT_A_TIME = 10;

/** Names of users that stand for a special case: not for checks that need just anybody. */
const SPECIAL = ['reader', 'free', 'twin'];

/** Who can act in one check: people whom others know already, new ones where a hook makes them, else the configured. */
export interface People {
  person(traits?: Traits): Promise<Person>;
  /** Somebody whose browser is signed in, lent until the check ends. */
  regular(): Promise<Person>;
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
}

/** The people of one check or scenario. */
export function createPeople(around: Surroundings): People {
  const { target, world, recorder, name, registers, ordinaryKey, ownPeople } = around;
  const { http, hooks, secrets } = world;

  /** Whom this check has met, by email address: the next person is somebody else. */
  const met = new Set<string>();

  /** The gateway, its authorization server, the brokerage that hooks name, and what the configuration adds. */
  async function signInPlaces(): Promise<string[]> {
    const server = (await target.discovery?.catch(() => undefined))?.authorizationServer;
    const urls = [target.mcpUrl, target.hookIndex?.brokerage?.origin, server?.url, server?.doc.authorization_endpoint];
    const known = [...urls, ...(target.signInOrigins ?? [])].filter(
      (url) => typeof url === 'string' && URL.canParse(url),
    );
    return [...new Set(known.map((url) => new URL(url).origin))];
  }

  /** A browser whose user keeps the password to themselves where a target leads them astray. */
  function wary(browser: UserAgent): UserAgent {
    const careful = async (human: Human): Promise<Human> => ({ ...human, signsInAt: await signInPlaces() });
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
    const key = (await registers()) ? undefined : await ordinaryKey();
    target.newcomers.push(...(await hooks.createPeople(PEOPLE_AT_A_TIME, key)));
    return target.newcomers.shift()!;
  }

  /** Those whom this check has borrowed. */
  const lent: Regular[] = [];

  const person = (traits?: Traits): Promise<Person> =>
    !traits && !ownPeople && hooks.has('users') ? regular() : somebody(traits);

  async function somebody(traits: Traits = {}): Promise<Person> {
    if (hooks.has('users')) {
      const browser = wary(target.createUserAgent(http, recorder, secrets));
      const { disposable: _, newcomer: __, ...wanted } = traits;
      const isAnybody = Object.keys(wanted).length === 0 && hooks.has('people');
      const user = isAnybody
        ? await newcomer()
        : await hooks.createUser({ name: name('user'), trading: true, plan: 'elite', ...wanted });
      secrets.note('password', user.password);
      const { client_id: clientId, ...rest } = user;
      return { ...rest, ...(clientId ? { clientId } : {}), browser };
    }
    if (traits.disposable) {
      throw new Untestable(
        'needs a person of its own, so that nobody real is locked out: the test hook “users” makes one',
      );
    }
    if (traits.newcomer && !(await registers())) {
      throw new Untestable('needs somebody who was never asked for permission: the test hook “users” makes one');
    }
    const odd =
      traits.trading === false
        ? 'reader'
        : traits.plan === 'free'
          ? 'free'
          : traits.accounts === 2
            ? 'twin'
            : undefined;
    const fits = target.users.filter((one) => (odd ? one.name === odd : !SPECIAL.includes(one.name ?? '')));
    const user = fits.find((one) => !met.has(one.email));
    if (!user) {
      const which = odd ? ` named “${odd}”` : met.size > 0 ? ' more' : '';
      throw new Untestable(`needs a user${which} in the configuration, or the test hook “users”`);
    }
    met.add(user.email);
    secrets.note('password', user.password);
    const memory = target.memories.get(user.email) ?? {};
    target.memories.set(user.email, memory);
    return { accounts: [], ...user, browser: wary(target.createUserAgent(http, recorder, secrets, memory)) };
  }

  /**
   * A regular who is free and whom this check has not met; each is used a few times only, so that nobody's rate limit
   * fills up. Two connections of one check are two people's, unless it says who.
   */
  async function takeRegular(): Promise<Regular> {
    const full = hooks.has('users') ? USES_OF_A_REGULAR : Number.POSITIVE_INFINITY;
    const free = target.regulars.find((one) => !one.busy && one.uses < full && !met.has(one.user.email));
    const regular = free ?? (await newRegular());
    regular.uses++;
    regular.busy = true;
    met.add(regular.user.email);
    return regular;
  }

  async function newRegular(): Promise<Regular> {
    const user = await somebody();
    const regular: Regular = { user, memory: target.memories.get(user.email) ?? {}, uses: 0, busy: true };
    target.regulars.push(regular);
    return regular;
  }

  async function regular(): Promise<Person> {
    const taken = await takeRegular();
    lent.push(taken);
    return { ...taken.user, browser: wary(target.createUserAgent(http, recorder, secrets, taken.memory)) };
  }

  function leave(spoilt: boolean): void {
    for (const one of lent.splice(0)) {
      one.busy = false;
      if (spoilt) one.uses = Number.POSITIVE_INFINITY;
    }
  }

  return { person, regular, leave };
}
