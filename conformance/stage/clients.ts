import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, describe, Untestable, Violation } from '../vocabulary/expect.ts';
import type { NewKey } from '../vocabulary/keys.ts';
import type { OAuthClient } from '../vocabulary/oauth.ts';
import { profileHas } from '../vocabulary/profile.ts';
import type { ClientOptions, World } from '../vocabulary/world.ts';
import { isSecretMethod } from '../wire/client-secrets.ts';
import { serverMetadata } from '../wire/discover.ts';
import { register, registerAsUsual } from '../wire/oauth.ts';
import { mintingUrl } from './minting.ts';
import { once } from './once.ts';
import type { TargetContext } from './target.ts';

/** Who makes a key where none will do that is there already. */
const WHERE = '“client_center” tells where users make keys, or the test hook “keys” makes one';

/** Where the suite's own clients are sent back to; nothing listens there, the user agent stops in front of it. */
export const REDIRECT_URI = 'http://127.0.0.1:33418/callback';

/** The clients of one check: keys of the brokerage, or registered ones, whichever the target has. */
export interface Clients {
  client(options?: ClientOptions): Promise<OAuthClient>;
  /** One with a secret that was agreed upon: by a hook, else the first such of the configuration. */
  agreed(): Promise<OAuthClient | undefined>;
  /** Whether clients register themselves: then their user is asked each time. */
  registers(): Promise<boolean>;
  /** The key for the gateway that a person has who wants nothing out of the ordinary. */
  ordinaryKey(): Promise<{ name: string; redirect_uri: string; scopes: string[] }>;
}

/** The client that an answer to a registration holds; `Blocked` where it holds none. */
export function clientIn(answer: Answer, redirectUri: string, name: string): OAuthClient {
  const document = answer.status === 201 ? answer.json() : undefined;
  if (typeof document?.client_id !== 'string')
    throw new Blocked(`registration was answered with ${describe(answer)}`, 'registration');
  const { client_id: clientId, client_secret: clientSecret, token_endpoint_auth_method: method } = document;
  const client = { clientId, redirectUri, name, selfRegistered: true };
  return clientSecret ? { ...client, clientSecret, ...(isSecretMethod(method) && { authMethod: method }) } : client;
}

/** Nothing is wanted but a client of this person. */
const isOrdinary = (options: ClientOptions): boolean =>
  Object.entries(options).every(([name, value]) => name === 'person' || value === undefined);

/** The clients of one check or scenario; those that nothing sets apart are shared by all checks of the target. */
export function createClients(target: TargetContext, world: World, takesTime: boolean): Clients {
  const { profile } = target;
  const { hooks, keys } = world;
  /** Clients that are gone when the check ends. */
  const ofThisCheck = new Map<string, Promise<OAuthClient>>();

  async function staticClient(options: ClientOptions, kept?: 'kept'): Promise<OAuthClient> {
    const redirectUri = options.redirectUri ?? REDIRECT_URI;
    const clientName = options.name ?? 'openbell';
    if (keys.canBeMade()) {
      const owner = options.person ?? (await world.person());
      const known = owner.clientId ?? (hooks.has('keys') ? undefined : target.clients[0]?.clientId);
      if (isOrdinary(options) && known) return { clientId: known, redirectUri, name: clientName };
      const ordinary = await ordinaryKey();
      const key: NewKey = {
        name: clientName,
        redirect_uri: options.keyRedirectUri ?? (options.use === 'direct' ? redirectUri : ordinary.redirect_uri),
        scopes: options.scopes ?? ordinary.scopes,
        use: options.use ?? 'gateway',
      };
      return { clientId: await keys.make(owner, key, kept), redirectUri, name: clientName };
    }
    // A Client ID that somebody made is never new: who asks for a new one gets it, unless it has to be another.
    const known = target.clients[options.other ? 1 : 0];
    if (options.use === 'direct') throw new Untestable(`needs a key for direct use: ${WHERE}`, 'client center');
    if (!known && target.clients.length > 0)
      throw new Untestable(`needs a second Client ID in the configuration: ${WHERE}`, 'second client');
    if (!known) throw new Untestable(`needs a Client ID in the configuration: ${WHERE}`, 'client');
    const registered = known.redirectUri ?? REDIRECT_URI;
    if (options.scopes || options.keyRedirectUri || (options.redirectUri && options.redirectUri !== registered))
      throw new Untestable(`needs a key that is made for the purpose: ${WHERE}`, 'client center');
    return { redirectUri, name: clientName, ...known };
  }

  const ordinaryKey = async () => ({
    name: 'openbell',
    redirect_uri: `${world.origin}/auth/callback`,
    scopes: target.profile?.scopes.trade.split(' ') ?? (await advertisedScopes()),
  });

  /** Without a profile, a key holds what the target says that there is. */
  async function advertisedScopes(): Promise<string[]> {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    const found = [resourceMetadata?.doc.scopes_supported, authorizationServer?.doc.scopes_supported];
    return found.find(Array.isArray)?.filter((scope: unknown) => typeof scope === 'string') ?? [];
  }

  async function registeredClient(options: ClientOptions): Promise<OAuthClient> {
    const redirectUri = options.redirectUri ?? REDIRECT_URI;
    const clientName = options.name ?? 'openbell';
    try {
      const isUsual = clientName === 'openbell' && redirectUri === REDIRECT_URI && !options.fresh && !options.other;
      const answer = isUsual
        ? await registerAsUsual(world)
        : await register(world, { client_name: clientName, redirect_uris: [redirectUri] });
      return clientIn(answer, redirectUri, clientName);
    } catch (error) {
      // That no answer came, or none that can be read, is the finding of whoever looks at registration.
      if (!(error instanceof Violation)) throw error;
      throw new Blocked(`a client could not register: ${error.message}`, 'registration');
    }
  }

  /** Whether clients register themselves: then they are asked about each time. */
  async function registers(): Promise<boolean> {
    const { authorizationServer } = await world.discovery();
    const offered = typeof authorizationServer?.doc.registration_endpoint === 'string';
    return offered && !profileHas(profile, 'client-center');
  }

  async function client(options: ClientOptions = {}): Promise<OAuthClient> {
    if (mintingUrl(target)) return { clientId: '', redirectUri: REDIRECT_URI, name: options.name ?? 'openbell' };
    serverMetadata(await world.discovery());
    const own = !(await registers());
    const byHand = own && keys.canBeMade() && !hooks.has('keys');
    if (byHand && isOrdinary(options) && !options.person?.clientId)
      return once(target.sharedClients, 'kept', () => staticClient(options, 'kept'));
    const make = () => (own ? staticClient(options) : registeredClient(options));
    // Where clients cannot be had for the asking, a new one of a name is new once.
    const isNew = options.fresh && (byHand || !target.registrations);
    if (isNew || options.scopes || options.use || options.keyRedirectUri) return make();
    const owner = own ? (byHand ? options.person?.email : options.person?.id) : '';
    if (owner === undefined) return make();
    // What waits beside the others has a client of its own: a server may end a grant when its client connects again.
    const waits = takesTime && !hooks.has('clock');
    const keyOf = (fresh: boolean) => [owner, options.name, options.redirectUri, options.other, fresh, waits].join(' ');
    const kept = byHand ? ofThisCheck : target.sharedClients;
    // Whoever wants just a client takes one that was new to somebody else, rather than one more.
    const known = kept.get(keyOf(true));
    if (known && !options.fresh) return known;
    return once(kept, keyOf(options.fresh ?? false), make);
  }

  async function agreed(): Promise<OAuthClient | undefined> {
    const redirectUri = REDIRECT_URI;
    const name = 'openbell, agreed upon';
    if (!hooks.has('partners')) {
      const known = target.clients.find(({ clientSecret }) => clientSecret !== undefined);
      return known && (await registers()) ? { redirectUri, name, ...known } : undefined;
    }
    return once(target.sharedClients, 'agreed', async () => {
      const made = await hooks.createProvisionedClient({ name, redirect_uris: [redirectUri] });
      world.secrets.note('client_secret', made.client_secret);
      return { clientId: made.client_id, clientSecret: made.client_secret, redirectUri, name };
    });
  }

  return { client, agreed, registers, ordinaryKey };
}
