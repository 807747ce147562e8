import { Big } from 'big.js';
import { z } from 'zod';
import { brokerPosition } from '../../../tools/broker-shapes.ts';
import { readsAccount, tool } from '../../../tools/tool.ts';

/** Account by account, so that a client can show how far it is, and stop it. */
export const summarizePortfolio = tool({
  name: 'summarize_portfolio',
  title: 'Portfolio',
  description: 'Market value and unrealized profit of all accounts together, and of each.',
  scope: 'position:information',
  annotations: readsAccount,
  brokerCall: 'GET …/positions for each account',
  asTask: true,
  input: z.strictObject({}),
  output: z.object({
    market_value: z.string(),
    unrealized_pl: z.string(),
    accounts: z.array(z.object({ account_id: z.string(), market_value: z.string(), unrealized_pl: z.string() })),
  }),
  call: async (desk, _args, talk) => {
    const all = desk.user.accounts;
    const accounts: { account_id: string; market_value: string; unrealized_pl: string }[] = [];
    for (const { id, accountNumber } of all) {
      talk.signal.throwIfAborted();
      const positions = z.array(brokerPosition).parse(await desk.get(`/v1/trading/accounts/${id}/positions`));
      accounts.push({ account_id: id, ...totalsOf(positions) });
      talk.progress(accounts.length, all.length, `Account ${accountNumber}`);
      talk.log('debug', { account: accountNumber, positions: positions.length });
    }
    return { ...totalsOf(accounts), accounts };
  },
});

function totalsOf(rows: readonly { market_value: string; unrealized_pl: string }[]) {
  const total = (name: 'market_value' | 'unrealized_pl') =>
    rows.reduce((sum, row) => sum.plus(row[name]), new Big(0)).toFixed(2);
  return { market_value: total('market_value'), unrealized_pl: total('unrealized_pl') };
}
