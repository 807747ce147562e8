import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Partner } from '../mock-broker/index.ts';
import type { Random } from '../mock-broker/random.ts';
import { mountApi, mountApp } from './app.ts';
import { gatewayBehaviours } from './behaviours.ts';
import type { GatewayContext } from './context.ts';
import { createDocuments } from './documents/documents.ts';
import { createNonces } from './dpop/nonces.ts';
import { createProofs } from './dpop/proofs.ts';
import { rewriteAtEdge } from './edge.ts';
import { messagesOf } from './express-messages.ts';
import { takesFixtures, withOfficialFixtures } from './fixtures/official/index.ts';
import { createHooks } from './hooks.ts';
import { createMcpEndpoint } from './mcp/endpoint.ts';
import { createDirectory } from './minting/directory.ts';
import { createAuthorization } from './oauth/create-authorization.ts';
import { createGrants } from './oauth/grants.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';
import { createSessions } from './oauth/sessions.ts';
import { createSigningKey } from './oauth/signing-key.ts';
import { createStore } from './oauth/store.ts';
import { createPartners } from './partners/partners.ts';
import { createOffer } from './profiles/added.ts';
import { profiles } from './profiles/index.ts';
import { cryptoRandom } from './random.ts';
import { defaultSettings } from './settings.ts';
import { createMemoryState } from './state/memory.ts';
import type { State } from './state/state.ts';
import { createUsedOnce } from './state/used-once.ts';
import { createThrottle } from './throttle.ts';
import type { Gateway, GatewayOptions } from './types.ts';
import { createBrokerHttp } from './upstream/broker-http.ts';
import { createBrokerOAuth } from './upstream/broker-oauth.ts';

/**
 * Milliseconds for which an idle connection is kept: longer than clients and proxies keep theirs, so that no request
 * meets a server that is hanging up.
 */
const keepAliveTimeout = 75_000;

/**
 * Starts a gateway. What the brokerage has to know of it depends on the port, so the caller registers `partner` there
 * afterwards. Rejects where the port is taken.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const app = express();
  const server = createServer({ keepAliveTimeout, ...messagesOf(app) });
  await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  const origin = originOf(options.publicUrl, server);
  const api = await listenForPlatforms(options).catch(async (error: unknown) => {
    await close(server);
    throw error;
  });
  const apiOrigin = api && originOf(options.apiPublicUrl, api.server);
  const http = createBrokerHttp();
  const resets: (() => void)[] = [];
  const context = createContext(options, origin, {
    apiOrigin,
    send: http.send,
    onReset: (run) => void resets.push(run),
  });
  const whole: GatewayContext = { ...context, authorization: createAuthorization(context) };
  const mcp = createMcpEndpoint(whole);
  const reset = () => {
    for (const run of resets) run();
  };
  const edge = options.rewrite && rewriteAtEdge(options.rewrite);
  if (api) mountApi(api.app, context, { edge, behindProxy: options.apiPublicUrl !== undefined });
  mountApp(app, context, {
    mcp: (req, res) => mcp(req, res),
    edge,
    hooks: options.hooksToken ? createHooks(context, { ...options, hooksToken: options.hooksToken, reset }) : undefined,
    behindProxy: options.publicUrl !== undefined,
  });
  // Tool calls are many and need nothing of what pages need, so they go past Express; a mutant's rewriting sits in it.
  const direct = ({ url = '', method, headers }: IncomingMessage) =>
    !options.rewrite && url.split('?')[0] === '/mcp' && !(method === 'GET' && headers.accept?.includes('text/html'));
  server.on('request', (req, res) => (direct(req) ? mcp(req, res) : app(req, res)));
  return {
    origin,
    mcpUrl: context.mcpUrl,
    apiOrigin,
    partner: partnerOf(context),
    reset,
    async close() {
      mcp.close();
      http.close();
      await Promise.all([close(server), api && close(api.server)]);
    },
  };
}

/** The origin of the API that platforms call, where the way in has one: nothing of the MCP endpoint's is there. */
async function listenForPlatforms({ profile, apiPort, host }: GatewayOptions) {
  if (!profiles[profile].wayIn.mountApi) return undefined;
  const app = express();
  const server = createServer({ keepAliveTimeout, ...messagesOf(app) }, app);
  await listen(server, apiPort ?? 0, host ?? '127.0.0.1');
  return { app, server };
}

/** A key that is another after each start would make every token that is out worthless. */
function keptSeed(state: State | undefined, random: Random): Buffer {
  const shelf = state?.shelf<string>('keys');
  const kept = shelf?.get('signing');
  if (kept !== undefined) return Buffer.from(kept, 'base64');
  const seed = random.bytes(32);
  shelf?.set('signing', seed.toString('base64'));
  return seed;
}

const originOf = (publicUrl: string | undefined, server: Server): string =>
  (publicUrl ?? `http://${hostOf(server)}`).replace(/\/+$/, '');

type ContextParts = Pick<OAuthContext, 'onReset' | 'apiOrigin'> & { send: ReturnType<typeof createBrokerHttp>['send'] };

function createContext(
  options: GatewayOptions,
  origin: string,
  { apiOrigin, send, onReset }: ContextParts,
): OAuthContext {
  const { clock, random = cryptoRandom, brokerOrigin, upstreamClient } = options;
  const plain = profiles[options.profile];
  const whole = options.fixtures && takesFixtures(plain) ? withOfficialFixtures(plain) : plain;
  const offer = createOffer(whole, options.withAdded ?? false);
  const { profile } = offer;
  const behaviours = { ...gatewayBehaviours, ...options.behaviours };
  const callbackUrl = `${origin}/auth/callback`;
  const brokerOAuth = createBrokerOAuth({ send, clock, behaviours, brokerOrigin, callbackUrl, upstreamClient });
  const state = options.state ?? createMemoryState();
  const store = createStore(options.state);
  const settings = { ...defaultSettings, ...profile.settings, ...options.settings };
  const clientGuesses = createThrottle({ clock, behaviours, state }, 'secrets', settings.clientFailuresPerMinute);
  const asStarted = { ...settings };
  onReset(() => {
    store.clear();
    clientGuesses.clear();
    offer.restore();
    Object.assign(settings, asStarted);
  });
  return {
    profile,
    offer,
    clientGuesses,
    wayIn: profile.wayIn,
    clock,
    startedAt: clock.now(),
    random,
    behaviours,
    settings,
    origin,
    mcpUrl: `${origin}/mcp`,
    resourceMetadataUrl: profile.wayIn.isDiscovered ? `${origin}/.well-known/oauth-protected-resource/mcp` : undefined,
    apiOrigin,
    issuer: apiOrigin ?? origin,
    tokenWords: profile.wayIn.tokenWords({ apiOrigin }),
    state,
    directory: createDirectory({ state, random, seeds: options.mintingPlatforms ?? [], onReset }),
    partners: createPartners({ state, seed: options.partners ?? { accounts: [], clients: [] }, behaviours, onReset }),
    proofs:
      settings.dpop && profile.features.includes('bound-tokens')
        ? createProofs({
            behaviours,
            clock,
            state,
            nonces: settings.dpopNonces ? createNonces(clock, random.bytes(32)) : undefined,
          })
        : undefined,
    usedAssertions: createUsedOnce({ clock, state }, 'used-assertions'),
    documents: createDocuments({
      behaviours,
      clock,
      lookup: options.documents?.lookup,
      trusted: options.documents?.trusted,
      onReset,
    }),
    behindProxy: options.publicUrl !== undefined,
    allowedOrigins: options.allowedOrigins ?? [],
    brokerOrigin,
    upstreamClient,
    platforms: options.platforms ?? [],
    onReset,
    store,
    brokerOAuth,
    signingKey: createSigningKey(keptSeed(options.state, random)),
    sessions: createSessions({ clock, random, store, origin, behaviours }),
    grants: createGrants({ behaviours, clock, random, store, brokerOAuth, onReset }),
  };
}

const partnerOf = ({ upstreamClient, origin, mcpUrl, profile }: OAuthContext): Partner => ({
  ...upstreamClient,
  name: 'Meridian Gateway',
  redirectUris: [`${origin}/auth/callback`],
  mcpUrl,
  ...(profile.features.includes('client-center') && { eventsUrl: `${origin}/auth/events` }),
  firstParty: profile.features.includes('first-party-partner'),
});

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A wildcard is no address that a client could use: it is told as loopback. */
function hostOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `127.0.0.1:${port}`;
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
