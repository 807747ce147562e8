import Big from 'big.js';
import { moveCash, open, transfer } from './apply-accounts.ts';
import { bust, change, fill, place } from './apply-orders.ts';
import type { BookEvent } from './events.ts';
import type { BookState } from './state.ts';

/** Changes `state` by one event and returns it. Nothing but the event decides how: replay gives the same state. */
export function apply(state: BookState, event: BookEvent): BookState {
  switch (event.type) {
    case 'account_opened':
      open(state, event);
      break;
    case 'account_closed':
      state.accounts.get(event.account)!.closed = true;
      break;
    case 'account_flagged':
      Object.assign(state.accounts.get(event.account)!.flags, event.flags);
      break;
    case 'account_configured':
      Object.assign(state.accounts.get(event.account)!.configurations, event.configurations);
      break;
    case 'cash_moved':
      moveCash(state, event);
      break;
    case 'position_transferred':
      transfer(state, event);
      break;
    case 'order_placed':
      place(state, event.order, event.at);
      break;
    case 'order_changed':
      change(state, state.orders.get(event.order)!, event.to, event.at, event.changes);
      break;
    case 'order_filled':
      fill(state, event);
      break;
    case 'fill_busted':
      bust(state, event);
      break;
    case 'quote_set':
      state.quotes.set(event.symbol, { bid: new Big(event.bid), ask: new Big(event.ask), at: event.at });
      break;
    case 'quote_released':
      state.quotes.delete(event.symbol);
      break;
    case 'symbol_halted':
      state.halted.set(event.symbol, event.reason);
      if (event.until === undefined) state.paused.delete(event.symbol);
      else state.paused.set(event.symbol, event.until);
      break;
    case 'symbol_resumed':
      state.halted.delete(event.symbol);
      state.paused.delete(event.symbol);
      break;
    case 'borrowing_set':
      state.borrowing.set(event.symbol, event.easy);
      break;
    case 'market_forced':
      state.forced = event.open;
      break;
  }
  return state;
}
