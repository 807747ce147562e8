import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import type { BrokerConnection } from '../minting/broker-connection.ts';
import { BrokerRefusal, type DeskConnection } from '../tools/tool.ts';
import type { BrokerApi, BrokerCall } from '../upstream/broker-api.ts';
import { errorOf } from '../upstream/error-of.ts';
import { unauthorized } from './bearer.ts';
import type { Call } from './call.ts';

const accountsShape = z.object({ accounts: z.array(z.object({ id: z.string(), account_number: z.string() })) });
type Accounts = z.output<typeof accountsShape>['accounts'];

const freshForMs = 60_000;
const seen = new WeakMap<BrokerConnection, { at: number; accounts: Accounts }>();

/**
 * A broker through one connection of the caller's, with the keys of that connection and no others. What was begun goes
 * on when the client hangs up: others may wait for the same answer.
 */
export function createDeskConnection(
  { context, broker }: { context: GatewayContext; broker: BrokerApi },
  call: Call,
  connection: BrokerConnection,
): DeskConnection {
  const { behaviours, clock } = context;
  const { id, type, status, keyId, secret } = connection;

  async function request(method: BrokerCall['method'], path: string, body?: unknown): Promise<unknown> {
    const reply = await broker.call({ method, path, token: { keyId, secret }, body });
    if (reply.status >= 200 && reply.status < 300) return reply.body;
    const { code, message } = errorOf(reply.body);
    if (reply.status === 401 && !behaviours.brokersUnauthorizedIsNotTheClients(401)) {
      call.problem = unauthorized(context, {
        error: 'invalid_token',
        description: 'The broker refused the connection.',
      });
    }
    const cure = reply.status === 401 ? ': the user has to connect the broker again' : '';
    throw new BrokerRefusal(reply.status, code, `${message ?? `the broker answered ${reply.status}`}${cure}`);
  }

  async function accounts(): Promise<Accounts> {
    const known = seen.get(connection);
    if (known && clock.now() < known.at + freshForMs) return known.accounts;
    const all = accountsShape.parse(await request('GET', '/v1/users/me')).accounts;
    const reached = all.filter((account) => connection.accounts?.includes(account.id) ?? true);
    seen.set(connection, { at: clock.now(), accounts: reached });
    return reached;
  }

  return {
    id,
    type,
    status,
    accounts,
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body),
    delete: (path) => request('DELETE', path),
  };
}
