import { Untestable } from '../vocabulary/expect.ts';
import type { Person, Traits } from '../vocabulary/people.ts';
import type { Human, UserAgent } from '../vocabulary/user-agent.ts';
import type { World } from '../vocabulary/world.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { Regular } from './regular.ts';
import type { TargetContext } from './target.ts';

/** How many checks connect as one regular. */
const USES_OF_A_REGULAR = 6;

/** Names of users that stand for a special case: not for checks that need just anybody. */
const SPECIAL = ['reader', 'free', 'twin'];

/** Who can act in one check: new people where a hook makes them, else those of the configuration. */
export interface People {
  person(traits?: Traits): Promise<Person>;
  /** Lends somebody whose browser is signed in, and takes them back when `use` has ended. */
  withRegular<T>(use: (regular: Person) => Promise<T>): Promise<T>;
}

/** What people are made with. `name` gives none twice. */
export interface Surroundings {
  target: TargetContext;
  world: World;
  recorder: Recorder;
  name(what: string): string;
  /** Whether clients register themselves: then their user is asked each time. */
  registers(): Promise<boolean>;
}

/** The people of one check or scenario. */
export function createPeople({ target, world, recorder, name, registers }: Surroundings): People {
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
    };
  }

  async function person(traits: Traits = {}): Promise<Person> {
    if (hooks.has('users')) {
      const browser = wary(target.createUserAgent(http, recorder, secrets));
      const { disposable: _, newcomer: __, ...wanted } = traits;
      const user = await hooks.createUser({ name: name('user'), trading: true, plan: 'elite', ...wanted });
      secrets.note('password', user.password);
      return { ...user, browser };
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
    const user = await person();
    const regular: Regular = { user, memory: target.memories.get(user.email) ?? {}, uses: 0, busy: true };
    target.regulars.push(regular);
    return regular;
  }

  async function withRegular<T>(use: (regular: Person) => Promise<T>): Promise<T> {
    const regular = await takeRegular();
    try {
      const browser = wary(target.createUserAgent(http, recorder, secrets, regular.memory));
      return await use({ ...regular.user, browser });
    } finally {
      regular.busy = false;
    }
  }

  return { person, withRegular };
}
