import type { Prompt } from '../prompt.ts';
import { accountIds, goldTemplates, uriOf } from './resources.ts';

const symbols = ['AAPL', 'AMZN', 'GOOGL', 'MSFT', 'NVDA', 'SPY', 'TSLA'];
const says = (text: string) => ({ role: 'user' as const, content: { type: 'text' as const, text } });

/** Texts that a user picks. */
export const goldPrompts: readonly Prompt[] = [
  {
    name: 'review_positions',
    title: 'Review my positions',
    description: 'What an account holds, for a review by the model.',
    scope: 'position:information',
    arguments: [
      { name: 'account_id', description: 'An account of list_accounts.', required: true, complete: accountIds },
    ],
    messages: async (desk, { account_id = '' }) => {
      const [positions] = goldTemplates;
      const text = await positions!.read(desk, { account_id });
      if (text === undefined) return [says(`There is no account ${account_id}: say which accounts there are.`)];
      const resource = { uri: uriOf(account_id, 'positions'), mimeType: positions!.mimeType, text };
      return [
        { role: 'user', content: { type: 'resource', resource } },
        says('Review these positions: concentration, profit and loss, and what stands out. Recommend nothing to buy.'),
      ];
    },
  },
  {
    name: 'prepare_order',
    title: 'Prepare an order',
    description: 'Looks at the market for a symbol and prepares an order for it.',
    scope: 'order:execution',
    arguments: [
      { name: 'symbol', description: 'A ticker symbol, such as AAPL.', required: true, complete: () => symbols },
      { name: 'side', description: 'buy or sell.', required: false, complete: () => ['buy', 'sell'] },
    ],
    messages: async (_desk, { symbol, side = 'buy' }) => [
      says(
        `Get a quote for ${symbol} and ask me how many shares to ${side}. Prepare the order and show me its summary; send it only after my yes.`,
      ),
    ],
  },
];
