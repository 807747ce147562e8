import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/token-answers-are-complete',
  title:
    'A token answer is JSON with access_token and token_type Bearer, and says in a number when the token expires, if it does',
  clauses: [
    'oauth21/token-access-token-present',
    'oauth21/token-success-200-json',
    'oauth21/token-type-present',
    'oauth21/token-expires-in-number',
  ],
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer } = await world.connect();
    const body = answer.json();
    const type = answer.headers['content-type'] ?? 'none';
    expect.that(/^application\/json\b/i.test(type), {
      expected: 'Content-Type: application/json',
      seen: type,
      at: answer,
    });
    expect.equal(String(body.token_type).toLowerCase(), 'bearer', 'token_type', answer);
    const seconds = body.expires_in;
    // It is only recommended to say so; whoever does says it in a number.
    const counted = seconds === undefined || (typeof seconds === 'number' && seconds > 0);
    expect.that(counted, {
      expected: 'expires_in as a number of seconds, or none',
      seen: JSON.stringify(seconds) ?? 'nothing',
      at: answer,
    });
  },
  remedy: 'Send {"access_token", "token_type": "Bearer", "expires_in": seconds} as application/json.',
  mutants: [
    {
      name: 'sends-expires-in-as-text',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: { ...(r.body as object), expires_in: '3600' } }
            : r,
      },
    },
    {
      name: 'leaves-out-the-token-type',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: { ...(r.body as object), token_type: undefined } }
            : r,
      },
    },
  ],
});
