import { placeOrder } from '../../stage/order.ts';
import { trader } from '../../stage/two-steps.ts';
import { since } from '../../vocabulary/era.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

/** Milliseconds for the next words on a subscription. */
const PATIENCE = 3000;

export default check({
  id: 'wire/tells-what-a-subscription-follows',
  title: 'Who follows the orders of an account, and had that acknowledged, is told of a new one',
  clauses: ['mcp-2026-07-28/subscriptions/ack-subset'],
  weakBecause: 'The document speaks of what is acknowledged, and implies that it is kept.',
  applies: { needs: ['conversations', 'trading'], eras: since('2026-07-28') },
  orders: 2,
  async run(world) {
    const { mcp, connection, account } = await trader(world);
    const uri = `brokerage://accounts/${account}/orders`;
    const { url, headers, body } = mcp.draft('subscriptions/listen', {
      notifications: { resourceSubscriptions: [uri] },
    });
    const { answer, next, close } = await world.http.open({ method: 'POST', url, headers, body: JSON.stringify(body) });
    try {
      const first = await next(PATIENCE);
      if (!first.includes(uri)) throw new NotOffered('it acknowledges no subscription to the orders of an account');
      await placeOrder(world, connection, account);
      let said = '';
      for (let part = await next(PATIENCE); part !== 'ended' && part !== 'silent'; part = await next(PATIENCE)) {
        said += part;
        if (said.includes('notifications/resources/updated')) break;
      }
      expect.that(said.includes('notifications/resources/updated') && said.includes(uri), {
        expected: `notifications/resources/updated of ${uri}`,
        seen: said.slice(0, 300) || 'nothing',
        at: answer,
      });
    } finally {
      close();
    }
  },
  remedy: 'Tell open subscriptions of what they follow when an order is sent.',
  variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
  mutants: [{ name: 'tells-followers-nothing', replaces: { changeIsToldToFollowers: () => false } }],
});
