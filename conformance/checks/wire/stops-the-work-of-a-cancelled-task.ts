import { slowPortfolio } from '../../stage/slow-portfolio.ts';
import { taskIn } from '../../stage/tasks.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { toolWithTasks } from './of-tasks.ts';

export default check({
  id: 'wire/stops-the-work-of-a-cancelled-task',
  title: 'When a task is cancelled, nothing more is asked of the brokerage for it',
  clauses: ['mcp-2025-11-25/tasks/cancel-stops'],
  applies: { needs: ['conversations'], eras: ['2025-11-25'] },
  dependsOn: ['wire/declares-that-it-has-tools'],
  lane: 'exclusive',
  async run(world) {
    await toolWithTasks(world, world.mcp(await world.borrow()), 'cancel');
    const portfolio = await slowPortfolio(world);
    const { taskId } = taskIn(await portfolio.beginTask());
    const answer = await portfolio.mcp.request('tasks/cancel', { taskId });
    expect.equal(answer.rpc()?.result?.status, 'cancelled', 'the status in the answer', answer);
    expect.that(!(await portfolio.goesOn()), {
      expected: 'nothing more asked of the brokerage',
      seen: 'the next account is asked for',
      at: answer,
    });
  },
  remedy: 'Hand the cancellation of a task on to what its tool does, the requests to the brokerage included.',
  mutants: [{ name: 'works-on-for-cancelled-tasks', replaces: { cancelledTaskStops: () => false } }],
});
