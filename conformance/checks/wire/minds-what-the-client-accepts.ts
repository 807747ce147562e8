import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/minds-what-the-client-accepts',
  title: 'A client that accepts neither JSON nor an event stream is told so instead of being sent one',
  clauses: ['mcp/transport/response-content-type'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      draft.headers.accept = 'text/html';
    });
    expect.status(answer, 406, 400);
  },
  remedy: 'Answer 406 where the Accept header covers neither application/json nor text/event-stream.',
  mutants: [{ name: 'sends-what-was-not-accepted', replaces: { answerIsAcceptable: () => true } }],
});
