import type { BrokerUser } from '../access.ts';
import type { DeskConnection } from '../tools/tool.ts';
import type { BrokerCall } from '../upstream/broker-api.ts';

/** Sends a request with the grant's own upstream token. */
export type OwnRequest = (method: BrokerCall['method'], path: string, body?: unknown) => Promise<unknown>;

/** The brokerage as the user reaches it by signing in: the one connection where no platform keeps others. */
export const ownConnection = (user: BrokerUser, request: OwnRequest): DeskConnection => ({
  id: 'signed-in',
  type: user.trading ? 'trade' : 'read',
  status: 'active',
  accounts: async () => user.accounts.map(({ id, accountNumber }) => ({ id, account_number: accountNumber })),
  get: (path) => request('GET', path),
  post: (path, body) => request('POST', path, body),
  delete: (path) => request('DELETE', path),
});
