import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/access-tokens-are-short-lived',
  title: 'An access token lives for an hour at most',
  clauses: ['mcp/authz/as-short-lived-tokens', 'rfc6750/short-lived', 'rfc6750/token-lifetime-limited'],
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer } = await world.connect();
    const body = answer.json();
    const lifetime = `expires_in ${body.expires_in}`;
    expect.that(body.expires_in <= 3600, { expected: 'expires_in of 3600 or less', seen: lifetime, at: answer });
  },
  remedy: 'Let access tokens live for an hour or less; clients refresh them.',
  mutants: [
    {
      name: 'issues-tokens-for-a-month',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: { ...(r.body as object), expires_in: 2_592_000 } }
            : r,
      },
    },
  ],
});
