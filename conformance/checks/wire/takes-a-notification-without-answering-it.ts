import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/takes-a-notification-without-answering-it',
  title: 'A notification is taken with 202 and an empty body',
  clauses: ['mcp/transport/notification-202', 'mcp/base/no-response-to-notification'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    const answer = await mcp.notify('notifications/cancelled', { requestId: 'never-sent', reason: 'openbell' });
    // The stateless era knows no notification from a client over HTTP, so that a refusal is right there too.
    const refused = world.era >= '2026-07-28' && answer.status >= 400 && answer.status < 500;
    if (!refused) expect.status(answer, 202);
    const silent = refused ? !('result' in (answer.rpc() ?? {})) : answer.text === '';
    expect.that(silent, { expected: 'no answer to a notification', seen: answer.text.slice(0, 200), at: answer });
  },
  remedy: 'Answer an accepted notification with 202 and nothing in the body.',
  mutants: [
    {
      name: 'answers-notifications',
      rewrites: {
        at: 'gateway',
        response: (response) =>
          response.status === 202 && response.path.startsWith('/mcp')
            ? {
                ...response,
                status: 200,
                headers: { ...response.headers, 'content-type': 'application/json' },
                body: { jsonrpc: '2.0', id: null, result: {} },
              }
            : response,
      },
    },
  ],
});
