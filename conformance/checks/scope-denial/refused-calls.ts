import type { Answer } from '../../vocabulary/answer.ts';
import { challengeOf } from '../../vocabulary/challenge.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { NOBODYS_ACCOUNT } from './trade.ts';

interface RefusedCall {
  /** Somebody who may read unless told. */
  caller?: (world: World) => Promise<Connection>;
  /** The tool that places orders unless told. */
  tool?: Purpose;
  /** Whether the call is about an account of the caller’s; about nobody’s unless told. */
  ownAccount?: boolean;
  answered: (answer: Answer, world: World) => void | Promise<void>;
  /** Whether the rest of the connection stands. */
  stillLists?: boolean;
}

const reader = (world: World): Promise<Connection> => world.borrow();

const withoutThePlan = async (world: World): Promise<Connection> =>
  world.connect({ person: await world.person({ plan: 'free' }) });

async function withTheAddOnOffline(world: World): Promise<Connection> {
  const connection = await world.connect({ person: await world.person(), scope: 'trade' });
  await world.hooks.changeUser(connection.person.id!, { addon: { connected: false } });
  return connection;
}

const forbidden = (answer: Answer): void => expect.status(answer, 403);
const insufficientScope = (answer: Answer): void => expect.bearerRefusal(answer, 403, 'insufficient_scope');
const oauthError = (status: number, error: string) => (answer: Answer) => expect.oauthError(answer, status, error);

async function pointsToTheMetadata(answer: Answer, world: World): Promise<void> {
  const url = challengeOf(answer)?.params.resource_metadata;
  const seen = answer.headers['www-authenticate'] ?? 'no challenge';
  expect.that(url && URL.canParse(url), { expected: 'resource_metadata in the challenge', seen, at: answer });
  const { resource = world.mcpUrl } = (await world.discovery()).resourceMetadata?.doc ?? {};
  expect.equal((await world.http.get(url)).json().resource, resource, 'the resource of the metadata');
}

const calls: Table<RefusedCall> = {
  orders: 1,
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world, { caller = reader, tool = 'place', ownAccount, answered, stillLists }) {
    const connection = await caller(world);
    const mcp = world.mcp(connection);
    const { name, args } = world.tool(tool);
    const account = ownAccount ? await world.accountOf(connection) : NOBODYS_ACCOUNT;
    await answered(await mcp.call(name, args(account)), world);
    if (!stillLists) return;
    const list = await mcp.request('tools/list');
    expect.that(list.rpc()?.result?.tools?.length > 0, { expected: 'a list of tools', seen: describe(list), at: list });
  },
};

/** A tool is called by somebody who may not, and refused in these words. */
export default rows(calls, [
  {
    id: 'scope-denial/refuses-a-trade-with-a-token-that-reads',
    title: 'A trade with a token that may only read is refused with 403',
    clauses: ['oauth21/bearer-scope-enforced', 'mcp/authz/server-status-403', 'mcp/tools/server-access-control'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    applies: { needs: ['trading'] },
    answered: forbidden,
    remedy:
      'Compare the scope of the token with that of the tool on every call, and answer 403 where it does not suffice.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'json-with-spaces-and-in-another-order',
    ],
    mutants: [
      { name: 'lets-readers-trade', replaces: { scopeCoversTool: () => true } },
      { name: 'calls-too-little-scope-unauthenticated', replaces: { insufficientScopeIs403: () => 401 } },
    ],
  },
  {
    id: 'scope-denial/says-insufficient-scope',
    title: 'The refusal for too little scope is a Bearer challenge that says insufficient_scope',
    clauses: ['oauth21/insufficient-scope-403', 'mcp/authz/server-insufficient-scope-403', 'CT-E3'],
    applies: { needs: ['trading'] },
    answered: insufficientScope,
    remedy: 'Send WWW-Authenticate: Bearer error="insufficient_scope" with the 403, so that the client asks for more.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'json-with-spaces-and-in-another-order'],
    mutants: ['hides-why-it-refuses'],
  },
  {
    id: 'scope-denial/points-to-the-metadata',
    title: 'The refusal for too little scope repeats where the protected resource metadata is',
    clauses: ['mcp/authz/server-insufficient-scope-metadata', 'rfc9728/www-authenticate-resource-metadata'],
    applies: { needs: ['oauth', 'trading'] },
    answered: pointsToTheMetadata,
    remedy: 'Build the 403 challenge like the 401 challenge, with resource_metadata in it.',
    variations: [
      'more-in-the-resource-metadata',
      'metadata-is-not-cached',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'media-types-in-another-case',
    ],
    mutants: [
      { name: 'sends-clients-off-without-a-map', replaces: { challengeNamesResourceMetadata: () => undefined } },
    ],
  },
  {
    id: 'scope-denial/asks-for-the-paid-plan',
    title: 'Without the paid plan a user connects and sees tools, and each call is 403 subscription_required',
    clauses: ['CT-E2', 'CT-2', 'mcp/tools/server-access-control'],
    applies: { needs: ['paid-plan'] },
    dependsOn: ['wire/answers-as-json-or-an-event-stream'],
    caller: withoutThePlan,
    tool: 'accounts',
    answered: oauthError(403, 'subscription_required'),
    stillLists: true,
    remedy:
      'Answer calls of users below the paid plan with 403 and error subscription_required; leave sign-in and tools/list open.',
    mutants: [{ name: 'serves-everybody-whatever-they-pay', replaces: { planAllowsCalls: () => true } }],
  },
  {
    id: 'scope-denial/says-that-the-add-on-is-offline',
    title: 'While the add-on is offline a trade tool is 408 addon_disconnected, and the connection stands',
    clauses: ['CT-E7', 'CT-2'],
    applies: { needs: ['add-on'] },
    dependsOn: ['wire/answers-as-json-or-an-event-stream'],
    caller: withTheAddOnOffline,
    tool: 'cancel-all',
    ownAccount: true,
    answered: oauthError(408, 'addon_disconnected'),
    stillLists: true,
    remedy: 'Answer 408 with error addon_disconnected where the trading platform cannot be reached through its add-on.',
    mutants: [{ name: 'calls-an-offline-add-on-a-broken-server', replaces: { addonOfflineIs408: () => 500 } }],
  },
]);
