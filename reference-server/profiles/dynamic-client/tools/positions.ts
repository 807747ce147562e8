import { z } from 'zod';
import { brokerPosition } from '../../../tools/broker-shapes.ts';
import { BrokerRefusal, type Desk, type Tool, ToolProblem, ticker, tool, trades } from '../../../tools/tool.ts';
import { accountName, accountPath } from './account.ts';
import { order, orderOf } from './order.ts';
import { cancelled, cancelledOf } from './orders.ts';

const scope = 'mcp:trade';
type Position = z.output<typeof brokerPosition>;

/** A market order over a position's whole quantity: on the other side it closes, twice over it reverses. */
async function sendAgainst(desk: Desk, account: string, { symbol, side, qty }: Position) {
  const ticket = {
    symbol,
    side: side === 'long' ? 'sell' : 'buy',
    type: 'market',
    time_in_force: 'day',
    qty: qty.replace('-', ''),
  };
  return orderOf(account, await desk.placeOrder(`${accountPath(desk, account)}/orders`, ticket));
}

const positionIn = async (desk: Desk, account: string, instrument: string): Promise<Position> =>
  brokerPosition.parse(await desk.get(`${accountPath(desk, account)}/positions/${instrument}`));

/** What ends or turns positions. Each is a market order of its own, so each has a client_order_id. */
export const dynamicClientPositions: readonly Tool[] = [
  tool({
    name: 'ClosePosition',
    title: 'Close a position',
    description: 'Closes the whole position in an instrument by a market order.',
    scope,
    annotations: trades,
    brokerCall: 'GET …/positions/{symbol}, POST …/orders',
    input: z.strictObject({ account: accountName, instrument: ticker }),
    output: order,
    call: async (desk, { account, instrument }) =>
      sendAgainst(desk, account, await positionIn(desk, account, instrument)),
  }),
  tool({
    name: 'Flatten',
    title: 'Flatten an account',
    description: 'Cancels every working order of an account and closes every position by market orders.',
    scope,
    annotations: trades,
    brokerCall: 'DELETE …/orders, GET …/positions, POST …/orders for each',
    input: z.strictObject({ account: accountName }),
    output: z.object({
      ...cancelled.shape,
      closing: z.array(order),
      not_closed: z.array(z.object({ instrument: z.string(), reason: z.string() })),
    }),
    call: async (desk, { account }) => {
      const path = accountPath(desk, account);
      const orders = cancelledOf(account, await desk.delete(`${path}/orders`));
      const positions = z.array(brokerPosition).parse(await desk.get(`${path}/positions`));
      const closing: z.output<typeof order>[] = [];
      const not_closed: { instrument: string; reason: string }[] = [];
      for (const position of positions) {
        try {
          closing.push(await sendAgainst(desk, account, position));
        } catch (error) {
          // What was done already must be told even if the next one fails.
          not_closed.push({ instrument: position.symbol, reason: (error as Error).message });
        }
      }
      return { ...orders, closing, not_closed };
    },
  }),
  tool({
    name: 'Reverse',
    title: 'Reverse a position',
    description:
      'Closes the position in an instrument and opens the same quantity on the other side, by market orders.',
    scope,
    annotations: trades,
    brokerCall: 'GET …/positions/{symbol}, POST …/orders twice',
    input: z.strictObject({ account: accountName, instrument: ticker }),
    output: z.object({ closing: order, opening: order }),
    call: async (desk, { account, instrument }) => {
      const position = await positionIn(desk, account, instrument);
      const closing = await sendAgainst(desk, account, position);
      try {
        return { closing, opening: await sendAgainst(desk, account, position) };
      } catch (error) {
        if (!(error instanceof BrokerRefusal)) throw error;
        const code = error.code === undefined ? '' : ` (${error.code})`;
        const done = `Order ${closing.order_id} closes the position, but nothing was opened on the other side`;
        throw new ToolProblem('reverse_incomplete', `${done}: ${error.message}${code}.`);
      }
    },
  }),
];
