import { z } from 'zod';
import { type Desk, ToolProblem } from '../../../tools/tool.ts';

export const accountName = z.string().min(1).max(64).describe('The name of an account, as ListAccounts gives it.');

/** Where an account of the user's own is, by its name, reached through the add-on. */
export function accountPath({ user }: Desk, name: string): string {
  const account = user.accounts.find((one) => one.accountNumber === name || one.id === name);
  if (!account) throw new ToolProblem('invalid_account', `There is no account ${name}: ListAccounts names yours.`);
  return `/addon/v1/trading/accounts/${account.id}`;
}
