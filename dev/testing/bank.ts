import { createHash } from 'node:crypto';
import supertest, { type Response } from 'supertest';
import type { BrokerBehaviours } from '../../mock-broker/behaviours.ts';
import { createVirtualClock, type VirtualClock } from '../../mock-broker/clock.ts';
import { createBroker } from '../../mock-broker/create-broker.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import type { Broker, Partner } from '../../mock-broker/types.ts';
import { seededPassword } from '../../mock-broker/users.ts';

export type Agent = ReturnType<typeof supertest.agent>;
export type Reply = Response;

export const callback = 'https://gateway.example/auth/callback';
export const mcpUrl = 'https://gateway.example/mcp';
export const verifier = 'a-verifier-that-is-long-enough-for-the-standard-0123456789';
export const challenge = createHash('sha256').update(verifier).digest('base64url');

export const gatewayPartner: Partner = {
  clientId: 'gateway-partner',
  clientSecret: 'partner secret: with/odd+signs',
  name: 'Kestrel MCP',
  redirectUris: [callback],
  mcpUrl,
  firstParty: false,
};

export const firstParty: Partner = {
  clientId: 'own-gateway',
  clientSecret: 'own-gateway-secret',
  name: 'Kestrel own gateway',
  redirectUris: ['https://own.example/auth/callback'],
  mcpUrl: 'https://own.example/mcp',
  firstParty: true,
};

export interface Bank {
  broker: Broker;
  clock: VirtualClock;
  /** A browser with an empty cookie jar; it follows no redirect by itself. */
  browser(): Agent;
  hook(method: 'post' | 'patch' | 'delete', path: string, body?: object): Promise<Reply>;
  /** Makes a key of the trader and returns its Client ID. */
  makeKey(values?: object): Promise<string>;
  /** Posts a form to the token endpoint. */
  token(form: Record<string, string>): Promise<Reply>;
  close(): Promise<void>;
}

const hooksToken = 'hooks-token';

/** A brokerage with two partners, on a virtual clock, and the tools to act as browser, client and test hook. */
export async function openBank(behaviours: Partial<BrokerBehaviours> = {}): Promise<Bank> {
  const clock = createVirtualClock();
  const random = createSeededRandom('bank');
  const broker = await createBroker({ clock, random, hooksToken, behaviours });
  for (const partner of [gatewayPartner, firstParty]) broker.registerPartner(partner);
  const api = supertest(broker.origin);
  const bank: Bank = {
    broker,
    clock,
    browser: () => supertest.agent(broker.origin),
    hook: async (method, path, body = {}) =>
      api[method](`/test-hooks${path}`).set('Authorization', `Bearer ${hooksToken}`).send(body),
    async makeKey(values = {}) {
      const made = { user: 'trader@example.com', name: 'Claude MCP', redirect_uri: callback, ...values };
      return (await bank.hook('post', '/keys', made)).body.client_id;
    },
    token: async (form) => api.post('/oauth2/token').type('form').send(form),
    close: () => broker.close(),
  };
  return bank;
}

/** The parameters of a right authorization request. */
export const rightRequest = (clientId: string): Record<string, string> => ({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: callback,
  scope: 'user:information order:information',
  state: 'state-1',
  code_challenge: challenge,
  code_challenge_method: 'S256',
});

/** A hidden field of a page. */
export const field = (page: Reply, name: string): string =>
  (new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&');

export async function signIn(browser: Agent, email = 'trader@example.com', password = seededPassword): Promise<Reply> {
  const page = await browser.get('/sign-in');
  return browser
    .post('/sign-in')
    .type('form')
    .send({ email, password, csrf: field(page, 'csrf') });
}

export const authorize = async (browser: Agent, parameters: Record<string, string>): Promise<Reply> =>
  browser.get(`/oauth2/authorize?${new URLSearchParams(parameters)}`);

/** Opens the permission page of a signed-in browser. */
export async function openPermission(browser: Agent, parameters: Record<string, string>): Promise<Reply> {
  const answer = await authorize(browser, parameters);
  return browser.get(answer.headers.location ?? '/no-permission-page');
}

export async function decide(browser: Agent, parameters: Record<string, string>, decision: string): Promise<Reply> {
  const page = await openPermission(browser, parameters);
  const action = /action="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '/no-form';
  return browser
    .post(action)
    .type('form')
    .send({ csrf: field(page, 'csrf'), decision });
}

/** What the redirect to the client carries. */
export const carried = (reply: Reply): Record<string, string> =>
  Object.fromEntries(new URL(reply.headers.location ?? '/', 'http://nowhere.example').searchParams);

/** Signs in, allows and returns the code. */
export async function obtainCode(bank: Bank, clientId: string, changes: Record<string, string> = {}): Promise<string> {
  const browser = bank.browser();
  await signIn(browser);
  const parameters = { ...rightRequest(clientId), ...changes };
  const answer = await authorize(browser, parameters);
  const remembered = carried(answer).code;
  return remembered ?? carried(await decide(browser, parameters, 'allow')).code ?? '';
}

export const codeForm = (clientId: string, code: string): Record<string, string> => ({
  grant_type: 'authorization_code',
  client_id: clientId,
  code,
  redirect_uri: callback,
  code_verifier: verifier,
});

/** The whole way to tokens, with a fresh or given key. */
export async function obtainTokens(bank: Bank, clientId: string, changes: Record<string, string> = {}): Promise<Reply> {
  return bank.token(codeForm(clientId, await obtainCode(bank, clientId, changes)));
}

/** What the trading API answers to a bearer token. */
export const callApi = async (bank: Bank, accessToken: string): Promise<Reply> =>
  supertest(bank.broker.origin).get('/v1/users/me').set('Authorization', `Bearer ${accessToken}`);
