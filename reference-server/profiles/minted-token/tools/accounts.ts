import { z } from 'zod';
import { brokerAccount } from '../../../tools/broker-shapes.ts';
import { readsAccount, type Tool, tool } from '../../../tools/tool.ts';
import { accountId, accountsOf, reachedAccounts } from './account.ts';

const scope = 'read';
const nothing = z.strictObject({});

/** What is connected, and what is in it. */
export const mintedTokenAccounts: readonly Tool[] = [
  tool({
    name: 'list_accounts',
    title: 'Accounts',
    description: 'The accounts at the connected brokers. None where no broker is connected.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /v1/users/me for each connection',
    input: nothing,
    output: z.object({
      accounts: z.array(
        z.object({
          account_id: z.string(),
          account_number: z.string(),
          connection_id: z.string(),
          broker: z.string(),
          trading: z.boolean().describe('Whether the connection was made with trading.'),
        }),
      ),
    }),
    call: async (desk) => ({
      accounts: (await reachedAccounts(desk)).map(({ account_id, account_number, connection }) => ({
        account_id,
        account_number,
        connection_id: connection.id,
        broker: 'Kestrel',
        trading: connection.type === 'trade',
      })),
    }),
  }),
  tool({
    name: 'list_connections',
    title: 'Connections',
    description: 'The connections to brokers: whether each may trade or only read, and whether it works.',
    scope,
    annotations: readsAccount,
    brokerCall: '—',
    input: nothing,
    output: z.object({
      connections: z.array(
        z.object({
          connection_id: z.string(),
          broker: z.string(),
          type: z.enum(['trade', 'read']),
          status: z.enum(['active', 'disabled']),
        }),
      ),
    }),
    call: async ({ connections }) => ({
      connections: connections.map(({ id, type, status }) => ({ connection_id: id, broker: 'Kestrel', type, status })),
    }),
  }),
  tool({
    name: 'get_balances',
    title: 'Balances',
    description: 'Cash, equity and buying power of an account, or of each.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET …/account',
    input: z.strictObject({ account_id: accountId }),
    output: z.object({
      balances: z.array(
        z.object({
          account_id: z.string(),
          currency: z.string(),
          cash: z.string(),
          equity: z.string(),
          buying_power: z.string(),
        }),
      ),
    }),
    call: async (desk, args) => {
      const accounts = await accountsOf(desk, args.account_id);
      const balances = accounts.map(async ({ account_id, connection, path }) => {
        const { currency, cash, equity, buying_power } = brokerAccount.parse(await connection.get(`${path}/account`));
        return { account_id, currency, cash, equity, buying_power };
      });
      return { balances: await Promise.all(balances) };
    },
  }),
];
