import { describe, expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/get-revokes-nothing',
  title: 'A GET at the revocation endpoint is refused, and the token lives on',
  clauses: ['rfc7009/revoke-get-refused'],
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const url = new URL(endpoint(await world.discovery(), 'revocation_endpoint'));
    url.searchParams.set('token', connection.accessToken);
    url.searchParams.set('client_id', connection.client.clientId);
    const answer = await world.http.get(url.href);
    expect.that(answer.status >= 400, { expected: 'a refusal', seen: describe(answer), at: answer });
    expect.status(await world.mcp(connection).request('tools/list'), 200);
  },
  remedy: 'Serve revocation by POST alone: links are followed by whoever sees them.',
  mutants: [
    {
      name: 'answers-get-at-the-revocation-endpoint',
      rewrites: {
        at: 'gateway',
        response: (r) => (r.method === 'GET' && r.path === '/oauth/revoke' ? { ...r, status: 200, body: {} } : r),
      },
    },
  ],
});
