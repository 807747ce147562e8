import type { Answer } from '../vocabulary/answer.ts';
import { expect } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';

// A call that is under way for as long as one likes: the brokerage is slow to tell of the second of three accounts.

export const SUMMARY = { name: 'summarize_portfolio', arguments: {} };

/** Seconds of the clock until the brokerage answers: fewer than a gateway waits for it. */
const SLOW = 5;

/** Milliseconds for the next words of a call that is under way, and for silence to be believed. */
const PATIENCE = 3000;

/** How often the journal is read before it is believed that nothing more comes: as often where it has come, for runs with a seed are equal. */
const LOOKS = 10;

export interface SlowPortfolio {
  mcp: Mcp;
  /** Calls it, and comes back when the first account has been told of. */
  begin(): Promise<{ id: unknown; said(): Promise<string>; hangUp(): void }>;
  /** The same as a task. */
  beginTask(): Promise<Answer>;
  /** Lets the brokerage answer. */
  answers(): Promise<void>;
  /** The same, and says whether the third account was asked for after that. */
  goesOn(): Promise<boolean>;
}

/** Needs the clock, the journal and the faults of the brokerage. */
export async function slowPortfolio(world: World): Promise<SlowPortfolio> {
  for (const hook of ['clock', 'faults', 'journal']) world.hooks.assertHas(hook);
  const person = await world.person({ accounts: 3 });
  const mcp = world.mcp(await world.connect({ person }));
  const [, second, third] = person.accounts.map(({ id }) => `${id}/positions`);
  const fault = { kind: 'slow', seconds: SLOW, user: person.id!, times: 1, method: 'GET', path: second! };
  const answers = () => world.hooks.advance(SLOW);
  return {
    mcp,
    answers,
    async beginTask() {
      await world.hooks.orderFault(fault);
      return mcp.request('tools/call', { ...SUMMARY, task: {} });
    },
    async begin() {
      await mcp.open();
      await world.hooks.orderFault(fault);
      const { url, headers, body } = mcp.draft('tools/call', { ...SUMMARY, _meta: { progressToken: 'openbell' } });
      const stream = await world.http.open({ method: 'POST', url, headers, body: JSON.stringify(body) });
      const first = await stream.next(PATIENCE);
      const expected = 'progress after the first account';
      expect.that(first.includes('notifications/progress'), { expected, seen: first.slice(0, 200), at: stream.answer });
      const said = async () => {
        let text = '';
        for (
          let part = await stream.next(PATIENCE);
          part !== 'ended' && part !== 'silent';
          part = await stream.next(PATIENCE)
        )
          text += part;
        return text;
      };
      return { id: body.id, said, hangUp: stream.close };
    },
    async goesOn() {
      // Whoever hung up is noticed by the time that this is answered.
      await mcp.request('tools/list');
      await answers();
      let went = false;
      for (let look = 0; look < LOOKS; look++) {
        const journal = await world.hooks.journal(person.id!, 'as it grows');
        went ||= journal.some(({ path }) => path.includes(third!));
      }
      return went;
    },
  };
}
