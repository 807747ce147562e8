import type { Profile } from '../vocabulary/profile.ts';
import { brokerageTools, limitOrder } from './brokerage-tools.ts';

/** The tools of products whose orders take two calls, one that shows and one that sends. */
export const twoStepTools = {
  ...brokerageTools,
  place: { name: 'create_order', args: limitOrder },
  confirm: { name: 'confirm_trade', args: (confirmation) => ({ confirmation_id: confirmation }) },
} as const satisfies Profile['tools'];
