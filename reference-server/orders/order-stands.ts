import { Big } from 'big.js';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { brokerQuote } from '../tools/broker-shapes.ts';
import { type DeskConnection, type OrderPreview, type OrderTicket, ToolProblem } from '../tools/tool.ts';

const clockShape = z.object({ is_open: z.boolean() });

/** What the market looks like to an order now: the side of the quote that it would meet, and whether it would. */
export async function lookAtMarket(
  connection: DeskConnection,
  { symbol, side, limit_price }: Pick<OrderTicket, 'symbol' | 'side' | 'limit_price'>,
): Promise<OrderPreview> {
  const [quoted, clock] = await Promise.all([
    connection.get(`/v2/stocks/${symbol}/quotes/latest`),
    connection.get('/v2/clock'),
  ]);
  const { quote } = brokerQuote.parse(quoted);
  const price = limit_price ?? (side === 'buy' ? quote.ap : quote.bp);
  return { price, marketOpen: clockShape.parse(clock).is_open };
}

/** CN-6: the scope is in the token; here it is the connection that may lack trading. */
export function mustTrade({ behaviours }: Pick<GatewayContext, 'behaviours'>, { type }: { type: string }): void {
  if (behaviours.connectionMayTrade(type)) return;
  const message =
    'The connection to the broker was made without trading. The token has the scope for it; connect the broker again with trading enabled.';
  throw new ToolProblem('trading_not_enabled', message);
}

/**
 * Whether the order is still the one that was read. Buying power, blocks and symbols are the broker's to judge, in its
 * own words, when it comes.
 */
export async function checkOrderStands(
  { behaviours, settings }: Pick<GatewayContext, 'behaviours' | 'settings'>,
  connection: DeskConnection,
  ticket: OrderTicket,
  then: OrderPreview,
): Promise<void> {
  if (ticket.type === 'limit') return;
  const now = await lookAtMarket(connection, ticket);
  if (!behaviours.priceIsStillThePreviewed(Number(then.price), Number(now.price), settings.priceTolerance)) {
    const share = new Big(settings.priceTolerance).times(100).toFixed();
    const message = `The price has moved from ${then.price} to ${now.price}, more than ${share} %. Create the order again and show it to the user.`;
    throw new ToolProblem('price_moved', message);
  }
  if (!behaviours.marketIsStillOpen(then.marketOpen, now.marketOpen)) {
    const message = 'The market has closed since. Create the order again: it would wait for the next opening.';
    throw new ToolProblem('market_closed', message);
  }
}
