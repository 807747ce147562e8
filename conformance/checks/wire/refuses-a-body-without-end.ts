import { expect, Violation } from '../../vocabulary/expect.ts';
import { CUT } from '../../wire/why-none.ts';
import { check } from './area.ts';

/** Whoever answers and closes before all was sent may be heard as a closed connection only: a refusal, too. */
function hungUp(error: unknown): undefined {
  if (error instanceof Violation && error.seen.endsWith(CUT)) return undefined;
  throw error;
}

export default check({
  id: 'wire/refuses-a-body-without-end',
  title: 'A body of several megabytes is refused before it is taken in',
  clauses: ['rfc9110/413-too-large'],
  async run(world) {
    const answer = await world
      .mcp(await world.borrow())
      .request('tools/list', {}, (draft) => {
        draft.spaces = 6 * 1024 * 1024;
        draft.isRaced = true;
      })
      .catch(hungUp);
    if (!answer) return;
    const refused = answer.status === 413 || (answer.status >= 400 && answer.status < 500 && !answer.rpc()?.result);
    expect.that(refused, { expected: 'a refusal, 413 best', seen: `${answer.status}`, at: answer });
  },
  remedy: 'Stop reading a body after a megabyte or so, and answer 413.',
  noVariation: 'how far its body gets is a matter of timing, so that no answer of it is kept',
  mutants: [{ name: 'reads-a-body-of-any-size', replaces: { bodyIsWithinTheLimit: () => true } }],
});
