import { z } from 'zod';
import { type Desk, type DeskConnection, ToolProblem } from '../../../tools/tool.ts';

export const accountId = z
  .string()
  .max(64)
  .optional()
  .describe('An account of list_accounts; may be left out where there is one alone.');

/** An account, and the connection that reaches it. */
export interface ReachedAccount {
  account_id: string;
  account_number: string;
  connection: DeskConnection;
  /** Where the broker keeps it. */
  path: string;
}

/** All accounts that the user's connections reach; of an account that several reach, the first connection that trades. */
export async function reachedAccounts({ connections }: Desk): Promise<ReachedAccount[]> {
  const active = connections.filter(({ status }) => status === 'active');
  const tradingFirst = [...active].sort((a, b) => Number(b.type === 'trade') - Number(a.type === 'trade'));
  const lists = await Promise.all(
    tradingFirst.map(async (connection) =>
      (await connection.accounts()).map(({ id, account_number }) => ({
        account_id: id,
        account_number,
        connection,
        path: `/v1/trading/accounts/${id}`,
      })),
    ),
  );
  const all = lists.flat();
  return all.filter(({ account_id }, index) => all.findIndex((one) => one.account_id === account_id) === index);
}

/** The account of this id, or the only one. */
export async function accountOf(desk: Desk, id: string | undefined): Promise<ReachedAccount> {
  const all = await reachedAccounts(desk);
  if (id === undefined && all.length > 1) {
    throw new ToolProblem('account_needed', 'There are several accounts: give the account_id of one of list_accounts.');
  }
  const account = id === undefined ? all[0] : all.find(({ account_id }) => account_id === id);
  if (account) return account;
  if (all.length === 0) throw new ToolProblem('no_connection', 'No broker is connected: the user has to connect one.');
  throw new ToolProblem('unknown_account', 'There is no such account: list_accounts names those that there are.');
}

/** The accounts that a read tool speaks about: one, or all, and none where no broker is connected. */
export async function accountsOf(desk: Desk, id: string | undefined): Promise<ReachedAccount[]> {
  return id === undefined ? reachedAccounts(desk) : [await accountOf(desk, id)];
}
