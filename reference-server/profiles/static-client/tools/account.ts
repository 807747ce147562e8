import { z } from 'zod';
import { type Desk, ToolProblem } from '../../../tools/tool.ts';

export const accountId = z
  .string()
  .max(64)
  .optional()
  .describe('An account of list_accounts; the first one where left out.');

/** The path of an account of the user's own, by id. */
export function pathOf({ user }: Desk, id: string | undefined): { account_id: string; path: string } {
  const account = id === undefined ? user.accounts[0] : user.accounts.find((one) => one.id === id);
  if (!account) throw new ToolProblem('unknown_account', `There is no account ${id}: list_accounts names yours.`);
  return { account_id: account.id, path: `/v1/trading/accounts/${account.id}` };
}
