import { AT_THE_MARKET, confirm, expectSent, expectServed, prepared, trader } from '../../stage/two-steps.ts';
import { until } from '../../vocabulary/era.ts';
import { check } from './area.ts';

/** Seconds of the clock for which the broker thinks about the order. */
const SLOW = 5;

export default check({
  id: 'confirmation/outlives-its-cancellation',
  title:
    'An order that is on its way when its call is cancelled is not lost: who confirms again gets it, and it is sent once',
  clauses: ['mcp/cancellation/races-handled', 'two-step/sends-once'],
  weakBecause: 'What is graceful the document does not say.',
  applies: { eras: until('2025-11-25') },
  dependsOn: ['confirmation/sends-what-was-shown'],
  lane: 'exclusive',
  async run(world) {
    const who = await trader(world);
    const id = await prepared(world, who, AT_THE_MARKET);
    const fault = { kind: 'slow', seconds: SLOW, user: who.connection.person.id!, times: 1, method: 'POST' };
    await world.hooks.orderFault({ ...fault, path: '/orders' });
    const { name, args } = world.tool('confirm');
    let requestId: unknown;
    const answered = who.mcp.request('tools/call', { name, arguments: args(id) }, ({ body }) => {
      requestId = body.id;
    });
    // It is on its way by the time that these are answered.
    for (let looks = 0; looks < 3; looks++) await who.mcp.listTools();
    await who.mcp.notify('notifications/cancelled', { requestId });
    await answered;
    await world.hooks.advance(SLOW);
    const again = await confirm(world, who, id);
    expectServed(again, 'the same confirmation once more');
    await expectSent(world, who, 1, again);
  },
  remedy: 'Let what places an order run to its end, and keep its outcome with the confirmation.',
  mutants: ['sends-again-when-confirmed-again'],
});
