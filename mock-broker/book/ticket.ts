import type Big from 'big.js';
import type { Listing } from '../market/symbols.ts';
import type { PositionIntent } from './events.ts';
import type { OrderRequest } from './request.ts';

/** What an order would be, decided but not placed. */
export interface Ticket {
  request: OrderRequest;
  listing: Listing;
  qty: Big;
  /** What a share is expected to trade at: the limit, or the quote. */
  price: Big;
  intent: PositionIntent;
  /** Dollars a share that an opening order sets aside. */
  reservePrice: Big;
  cost: Big;
  buyingPower: Big;
}
