import { performance } from 'node:perf_hooks';
import { Pool, request } from 'undici';
import { createFormUserAgent } from '../../conformance/browsers/form.ts';
import { PROFILES } from '../../conformance/profiles/index.ts';
import { type Stack, startStack } from '../../conformance/stack/start-stack.ts';
import { patienceOf } from '../../conformance/stage/patience.ts';
import type { TargetContext } from '../../conformance/stage/target.ts';
import { createWorld } from '../../conformance/stage/world.ts';
import type { Era } from '../../conformance/vocabulary/era.ts';
import { emptySurvey } from '../../conformance/vocabulary/survey.ts';
import { createPool } from '../../conformance/wire/http.ts';
import { createRecorder } from '../../conformance/wire/recorder.ts';
import { createSecrets } from '../../conformance/wire/secrets.ts';
import { startBareServer } from './bare-server.ts';

/** What was measured of one profile in one era. Rates are calls a second, medians over the rounds. */
export interface Throughput {
  profile: Measured;
  era: Era;
  gateway: number;
  bare: number;
  /** Median of the rounds' own ratios: above 1 the gateway is the faster one. */
  ratio: number;
}

/** Who gets a token in which way, and the tool that asks for a quote. */
const quotes = {
  'dynamic-client': { name: 'GetQuote', field: 'instrument' },
  'minted-token': { name: 'get_quote', field: 'symbol' },
} as const;
type Measured = keyof typeof quotes;
type Quote = (typeof quotes)[Measured];

const connections = 8;
const statelessEra = '2026-07-28';
const statefulEra = '2025-11-25';
const toolCount = 20;

/**
 * Authenticated `tools/call` through the gateway (token check, limit and a broker call over HTTP included) against a bare
 * `createMcpHandler` server with as many tools: the same era, the same load, in turns. All servers and the load share one
 * process, so read the ratio rather than the rates.
 */
export async function measureThroughput(profile: Measured, { rounds = 9, calls = 400 } = {}): Promise<Throughput[]> {
  const stack = await startStack({
    profile,
    clock: 'real',
    brokerRequestsPerMinute: 0,
    settings: { callsPerMinute: 60_000_000, burst: 1_000_000 },
  });
  const quote = quotes[profile];
  const others = Array.from({ length: toolCount - 1 }, (_, n) => `Tool${n}`);
  const bare = await startBareServer([quote.name, ...others], quote.field);
  try {
    const token =
      profile === 'minted-token' ? await mintFirst(stack) : await connect(stack.mcpUrl, stack.broker.origin);
    const measured: Throughput[] = [];
    for (const era of [statelessEra, statefulEra] as const) {
      const through = await createLoad(stack.mcpUrl, era, quote, token);
      const peer = await createLoad(bare.url, era, quote);
      measured.push({ profile, ...(await compare(era, through, peer, rounds, calls)) });
      await Promise.all([through.close(), peer.close()]);
    }
    return measured;
  } finally {
    await Promise.all([stack.close(), bare.close()]);
  }
}

async function compare(era: Era, through: Load, peer: Load, rounds: number, calls: number) {
  await through.run(calls);
  await peer.run(calls);
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await through.run(calls), await peer.run(calls)]);
  return {
    era,
    gateway: median(pairs.map(([gateway]) => gateway)),
    bare: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([gateway, other]) => gateway / other)),
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A token of the first user of the first platform. */
async function mintFirst({ platforms, gateway }: Stack): Promise<string> {
  const [platform] = platforms;
  const [user] = platform!.users;
  const answer = await request(`${gateway.apiOrigin}/auth/tokens/user`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'client-id': platform!.clientId,
      'client-secret': platform!.clientSecret,
      'user-id': user!.userId,
      'user-secret': user!.userSecret,
    },
    body: JSON.stringify({ scopes: ['read'] }),
  });
  return ((await answer.body.json()) as { access_token: string }).access_token;
}

/** Connects the seeded trader, as a client and a browser would. */
async function connect(mcpUrl: string, signInOrigin: string): Promise<string> {
  const profile = PROFILES['dynamic-client'];
  const target: TargetContext = {
    mcpUrl,
    era: statelessEra,
    profile,
    pool: createPool(),
    secrets: createSecrets(),
    survey: { ...emptySurvey(), tools: profile.tools },
    users: [{ email: 'trader@example.com', password: 'opening-bell' }],
    clients: [],
    scopes: { read: 'mcp:read', trade: 'mcp:trade' },
    createUserAgent: createFormUserAgent,
    sharedClients: new Map(),
    patience: patienceOf(),
    limits: new Map(),
    announced: new Map(),
    servedAt: new Map(),
    registered: [],
    authMethod: {},
    newcomers: [],
    regulars: [],
    lent: new Map(),
    shared: new Map(),
    signInOrigins: [signInOrigin],
    used: { seconds: 0, registered: 0, secondsWhenShared: 0 },
    sideEffects: new Map(),
    seed: 'throughput',
  };
  const { accessToken } = await createWorld(target, { id: 'throughput' }, createRecorder()).connect();
  await target.pool.close();
  return accessToken;
}

interface Load {
  /** Makes so many calls over all connections and returns calls a second; rejects when one is not answered as it should be. */
  run(calls: number): Promise<number>;
  close(): Promise<void>;
}

async function createLoad(url: string, era: Era, quote: Quote, token?: string): Promise<Load> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections });
  let lastId = 0;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': era,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(era === statelessEra && { 'mcp-method': 'tools/call', 'mcp-name': quote.name }),
  };
  if (era === statefulEra && token) headers['mcp-session-id'] = await openSession();

  async function openSession(): Promise<string> {
    const params = { protocolVersion: era, capabilities: {}, clientInfo: { name: 'bench', version: '1' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'open', method: 'initialize', params });
    const answer = await pool.request({ path, method: 'POST', headers, body });
    await answer.body.dump();
    return String(answer.headers['mcp-session-id']);
  }

  async function callOnce(): Promise<void> {
    const body = JSON.stringify(toolsCall(era, quote, ++lastId));
    const answer = await pool.request({ path, method: 'POST', headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || !text.includes('"structuredContent"')) {
      throw new Error(`the call was answered with ${answer.statusCode}: ${text.slice(0, 300)}`);
    }
  }

  async function run(calls: number): Promise<number> {
    const start = performance.now();
    let left = calls;
    const worker = async () => {
      while (left-- > 0) await callOnce();
    };
    await Promise.all(Array.from({ length: connections }, worker));
    return (calls * 1000) / (performance.now() - start);
  }

  return { run, close: () => pool.close() };
}

function toolsCall(era: Era, { name, field }: Quote, id: number) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name, arguments: { [field]: 'AAPL' }, ...(era === statelessEra && { _meta }) };
  return { jsonrpc: '2.0', id, method: 'tools/call', params };
}
