import { refusal } from '../errors.ts';
import { decimals } from '../market/money.ts';
import { toNewYork } from '../market/new-york.ts';
import { listingOf } from '../market/symbols.ts';
import { type Book, phaseOf } from './book.ts';
import type { OrderRequest } from './request.ts';
import type { Account } from './state.ts';

const contract = /^([A-Z]{1,6})(\d{6})[CP](\d{8})$/;

const rule = (message: string) => refusal('orderRule', message);

/** Refuses an order for an option contract, as a brokerage does for an account without options buying power. */
export function refuseOptions(book: Book, account: Account, request: OrderRequest): void {
  const [symbol, underlying, date] = contract.exec(request.symbol) ?? [];
  if (!symbol) return;
  if (account.configurations.max_options_trading_level === 0) {
    throw refusal('forbidden', 'account not authorized to trade options');
  }
  if (!request.qty || decimals(request.qty) > 0) throw rule('qty must be integer for options trading');
  if (request.type === 'market' && phaseOf(book) !== 'core') {
    throw rule('options market orders are only allowed during market hours');
  }
  if (!listingOf(underlying!)) throw rule(`contract "${symbol}" not found`);
  const expiry = `20${date!.slice(0, 2)}-${date!.slice(2, 4)}-${date!.slice(4)}`;
  if (expiry < toNewYork(book.now()).date) throw rule(`contract "${symbol}" is expired`);
  const required = (request.limit_price ?? request.qty).times(request.qty).times(100).toFixed(2);
  throw refusal('forbidden', `insufficient options buying power (required: ${required}, available: 0)`);
}
