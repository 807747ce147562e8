import { type Clock, createRealClock, createVirtualClock, type VirtualClock } from '../../mock-broker/clock.ts';
import { type Broker, createBroker, type FaultOrder, type RuleSet } from '../../mock-broker/index.ts';
import { createSeededRandom, cryptoRandom, type Random } from '../../mock-broker/random.ts';
import { seededKeys } from '../../mock-broker/users.ts';
import { createGateway, mayHaveFixtures, openState, productHas, type State } from '../../reference-server/index.ts';
import type {
  Gateway,
  GatewaySettings,
  PartnersSeed,
  Platform,
  PlatformSeed,
  ProfileId,
} from '../../reference-server/types.ts';
import { PERSONAS } from '../personas/index.ts';
import type { Persona } from '../personas/persona.ts';
import { PROFILE_IDS, PROFILES } from '../profiles/index.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import type { Profile } from '../vocabulary/profile.ts';
import type { Variation } from '../vocabulary/variation.ts';
import { type MutantCount, mutate } from './behaviour-mutants.ts';
import { seededPartners } from './seeded-partners.ts';

export interface StackOptions {
  profile: ProfileId;
  mutants?: readonly Mutant[];
  /** What it does in other legal ways. */
  variations?: readonly Variation[];
  /** Turns the test hooks on, guarded by this bearer token; `true` makes one. */
  hooks?: string | true;
  /** `real` for the machine's clock, an ISO 8601 instant for a virtual one that starts there. A fixed market day unless told. */
  clock?: 'real' | string;
  /** 0, the default, takes a free port. */
  port?: number;
  brokerPort?: number;
  /** Makes identifiers and secrets the same in every run: never for a stack that strangers can reach. */
  seed?: string;
  /** The origin that clients see, where a proxy stands in front of the gateway. */
  publicUrl?: string;
  /** Origins of browser apps that may call the gateway; none unless told. */
  allowedOrigins?: readonly string[];
  host?: string;
  settings?: Partial<GatewaySettings>;
  /** Where tokens are minted, for a profile that has such an API. */
  apiPort?: number;
  apiPublicUrl?: string;
  /** A file in which both servers keep what must outlive them; the brokerage's is beside it. Throws `StateTrouble`. */
  state?: string;
  /** Names of keys for the gateway that the trading user has from the start. */
  keys?: readonly string[];
  /** Serves what the product added later, under scopes of its own. */
  withAdded?: boolean;
  /** Adds what the official conformance suite asks for. */
  fixtures?: 'official';
  /** The brokerage's own limit for each account, 0 for none; 200 unless told. */
  brokerRequestsPerMinute?: number;
  /** Faults of the brokerage from the start; a reset takes them away. */
  faults?: readonly FaultOrder[];
  /** The rule for buying power; `intraday_margin` unless told. */
  ruleSet?: RuleSet;
}

/** A running gateway in front of a running brokerage. */
export interface Stack {
  /** `${gateway.origin}/mcp`. */
  mcpUrl: string;
  gateway: Gateway;
  broker: Broker;
  clock: Clock;
  hooks?: { url: string; token: string };
  /** The Client IDs of the keys that were asked for. */
  clientIds: string[];
  /** Platforms that mint tokens, for a profile that has such; the secrets are new each time. */
  platforms: readonly PlatformSeed[];
  /** Partners and their keys, for a profile that has such; the secrets are new each time. */
  partners: PartnersSeed;
  /** What became of each mutant so far. */
  mutantReport(): MutantCount[];
  close(): Promise<void>;
}

/** The profiles that `fixtures` can be added to. */
export const profilesWithFixtures = (): string[] => PROFILE_IDS.filter(mayHaveFixtures);

/** The one door through which the command line starts servers. */
export async function startStack(options: StackOptions): Promise<Stack> {
  if (options.state === undefined) return startServers(options);
  const states = openStates(options.state);
  const stack = await startServers(rememberedPorts(states.gateway, options), states).catch((error: unknown) => {
    states.close();
    throw error;
  });
  const { gateway, broker } = stack;
  const listening = [!options.publicUrl && gateway.origin, broker.origin, !options.apiPublicUrl && gateway.apiOrigin];
  states.gateway.shelf('serve').set('ports', listening.map(portOf));
  return {
    ...stack,
    close: async () => {
      await stack.close();
      states.close();
    },
  };
}

interface States {
  gateway: State;
  broker: State;
  close(): void;
}

function openStates(path: string): States {
  const gateway = openState(path);
  try {
    const broker = openState(`${path}.brokerage`);
    return {
      gateway,
      broker,
      close() {
        gateway.close();
        broker.close();
      },
    };
  } catch (error) {
    gateway.close();
    throw error;
  }
}

const portOf = (origin: string | false | undefined): number | null => (origin ? Number(new URL(origin).port) : null);

/** Clients remember a URL, so that a server which is started again is where it was. */
function rememberedPorts(state: State, options: StackOptions): StackOptions {
  const [port, brokerPort, apiPort] = state.shelf<(number | null)[]>('serve').get('ports') ?? [];
  return {
    ...options,
    ...(options.port === undefined && port ? { port } : {}),
    ...(options.brokerPort === undefined && brokerPort ? { brokerPort } : {}),
    ...(options.apiPort === undefined && apiPort ? { apiPort } : {}),
  };
}

async function startServers(options: StackOptions, states?: States): Promise<Stack> {
  const { profile, publicUrl, settings } = options;
  const host = options.host === undefined ? {} : { host: options.host };
  const time = timeOf(options.clock);
  const secrets = options.seed === undefined ? cryptoRandom : createSeededRandom(`${options.seed} secrets`);
  const random = (server: string) =>
    options.seed === undefined ? cryptoRandom : createSeededRandom(`${options.seed} ${server}`);
  const hooksToken = options.hooks === true ? secrets.token() : options.hooks;
  const shared = { ...host, ...time, ...(hooksToken === undefined ? {} : { hooksToken }) };
  const mutated = mutate(options.mutants ?? [], options.variations);
  const upstreamClient = { clientId: 'openbell-gateway', clientSecret: secrets.token() };

  const broker = await createBroker({
    ...shared,
    ...mutated.broker,
    ...rules(options),
    ...(states ? { state: states.broker } : {}),
    random: random('broker'),
    port: options.brokerPort ?? 0,
    ...(options.brokerRequestsPerMinute === undefined ? {} : { requestsPerMinute: options.brokerRequestsPerMinute }),
  });
  const { features }: Profile = PROFILES[profile];
  const platforms = features.includes('minting')
    ? kept(states?.gateway, 'platforms', () => mintingPlatforms(secrets))
    : [];
  const partners = partnersOf(profile, () => kept(states?.gateway, 'partners', () => seededPartners(secrets)));
  const gateway = await createGateway({
    ...shared,
    ...mutated.gateway,
    profile,
    ...(states ? { state: states.gateway } : {}),
    random: lengthened(random('gateway'), options.variations),
    port: options.port ?? 0,
    brokerOrigin: broker.origin,
    upstreamClient,
    platforms: PERSONAS.map(platformOf),
    mintingPlatforms: platforms,
    partners,
    withAdded: options.withAdded ?? false,
    ...(options.fixtures ? { fixtures: options.fixtures } : {}),
    ...(options.apiPort === undefined ? {} : { apiPort: options.apiPort }),
    ...(options.apiPublicUrl === undefined ? {} : { apiPublicUrl: options.apiPublicUrl }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(options.allowedOrigins ? { allowedOrigins: options.allowedOrigins } : {}),
    ...(settings === undefined ? {} : { settings }),
  }).catch(async (error: unknown) => {
    await broker.close();
    throw error;
  });
  broker.registerPartner(gateway.partner);
  const redirectUri = `${gateway.origin}/auth/callback`;
  const clientIds = (options.keys ?? []).map((name) => broker.seedKey('trader@example.com', { name, redirectUri }));
  return {
    clientIds,
    platforms,
    partners,
    mcpUrl: gateway.mcpUrl,
    gateway,
    broker,
    clock: time.clock,
    ...(hooksToken === undefined ? {} : { hooks: { url: `${gateway.origin}/test-hooks`, token: hooksToken } }),
    mutantReport: () => mutated.counts.map((count) => ({ ...count })),
    close: async () => {
      await gateway.close();
      await broker.close();
    },
  };
}

/** Partners where the product has such, and of those the clients alone where it has no more. */
function partnersOf(profile: ProfileId, seeded: () => PartnersSeed): PartnersSeed {
  if (!productHas(profile, 'provisioned-clients')) return { accounts: [], clients: [] };
  return productHas(profile, 'partner-keys') ? seeded() : { accounts: [], clients: seeded().clients };
}

/** Profiles whose tokens can be bound to keys. */
export const profilesWithDpop = (): string[] => PROFILE_IDS.filter((id) => productHas(id, 'bound-tokens'));

/** Secrets of another form than the gateway's own, where a variation asks for it. */
function lengthened(random: Random, variations: readonly Variation[] = []): Random {
  const more = variations.map(({ appends }) => appends ?? '').join('');
  return more ? { ...random, token: () => random.token() + more } : random;
}

/** Their secrets are printed at each start: in the state they are sealed like all else. */
function kept<Seed>(state: State | undefined, name: string, make: () => Seed): Seed {
  const shelf = state?.shelf<Seed>('serve');
  const before = shelf?.get(name);
  if (before) return before;
  const made = make();
  shelf?.set(name, made);
  return made;
}

/**
 * Two platforms. The first has users who may trade, who may only read at the broker, and who have no broker yet; the
 * second has a user of the same name as one of the first, who is somebody else.
 */
function mintingPlatforms(secrets: Random): PlatformSeed[] {
  const user = (userId: string, email?: string, type: 'trade' | 'read' = 'trade') => ({
    userId,
    userSecret: secrets.token(),
    connections: email === undefined ? [] : [{ type, ...seededKeys(email) }],
  });
  const platform = (clientId: string, name: string, users: PlatformSeed['users']) => ({
    clientId,
    clientSecret: secrets.token(),
    name,
    users,
  });
  return [
    platform('meadow', 'Meadow Portfolio', [
      user('trader', 'trader@example.com'),
      user('reader', 'reader@example.com', 'read'),
      user('twin', 'twin@example.com'),
      user('newcomer'),
    ]),
    platform('orchard', 'Orchard Insights', [user('trader', 'free@example.com')]),
  ];
}

/** A persona as a gateway knows it: a callback on the user's own machine is no platform's. */
export const platformOf = ({ name, callbacks, clientIdGoesInto, goesToTheBrokerage }: Persona): Platform => ({
  name,
  callbacks: callbacks
    .filter(({ uri }) => !goesToTheBrokerage && !uri.startsWith('http:'))
    .map(({ uri, appendsAnId }) => ({ uri, prefix: appendsAnId ?? false })),
  ...(clientIdGoesInto ? { clientIdGoesInto } : {}),
});

/** A brokerage by itself, with the key pair of its trading user. */
export interface LoneBroker {
  origin: string;
  keyId: string;
  secret: string;
  hooks?: { url: string; token: string };
  close(): Promise<void>;
}

/** Starts a brokerage without a gateway: a paper brokerage for anyone's tests. */
export async function startBroker(
  options: Pick<StackOptions, 'hooks' | 'clock' | 'port' | 'faults' | 'ruleSet'>,
): Promise<LoneBroker> {
  const hooksToken = options.hooks === true ? cryptoRandom.token() : options.hooks;
  const { clock, advance } = timeOf(options.clock);
  const broker = await createBroker({
    clock,
    ...rules(options),
    port: options.port ?? 0,
    ...(advance ? { advance } : {}),
    ...(hooksToken === undefined ? {} : { hooksToken }),
  });
  return {
    origin: broker.origin,
    ...seededKeys('trader@example.com'),
    ...(hooksToken === undefined ? {} : { hooks: { url: `${broker.origin}/test-hooks`, token: hooksToken } }),
    close: () => broker.close(),
  };
}

const rules = ({ faults, ruleSet }: Pick<StackOptions, 'faults' | 'ruleSet'>) => ({
  ...(faults === undefined ? {} : { faults }),
  ...(ruleSet === undefined ? {} : { ruleSet }),
});

/** A clock, and what hooks may do with it: only a virtual one can be moved. */
function timeOf(wanted: string | undefined): {
  clock: Clock;
  advance?: (ms: number) => void;
  onReset?: () => void;
} {
  if (wanted === 'real') return { clock: createRealClock() };
  const clock: VirtualClock = createVirtualClock(wanted);
  return { clock, advance: (ms) => clock.advance(ms), onReset: () => clock.reset() };
}
