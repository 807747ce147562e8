import type { Tool } from '../../tools/tool.ts';
import { mintedTokenAccounts } from './tools/accounts.ts';
import { mintedTokenOrders } from './tools/orders.ts';
import { mintedTokenReads } from './tools/reads.ts';

/** The tools of `minted-token`. */
export const mintedTokenTools: readonly Tool[] = [...mintedTokenAccounts, ...mintedTokenReads, ...mintedTokenOrders];
