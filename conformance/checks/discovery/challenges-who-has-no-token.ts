import { challengeOf } from '../../vocabulary/challenge.ts';
import { isStateless } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { CLIENT_INFO } from '../../wire/mcp.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/challenges-who-has-no-token',
  title: 'A request without a token is 401 with a Bearer challenge, the first one included',
  clauses: [
    'mcp/authz/server-status-401',
    'mcp/transport/authentication',
    'oauth21/www-authenticate-on-401',
    'oauth21/www-authenticate-bearer-scheme',
    'oauth21/www-authenticate-has-param',
    'rfc9110/401-has-challenge',
    'CT-3',
  ],
  async run(world) {
    const mcp = world.mcp();
    await mcp.open();
    const introduction = { protocolVersion: world.era, capabilities: {}, clientInfo: CLIENT_INFO };
    const name = world.profile?.tools.accounts.name ?? 'openbell-asks';
    let challenged = 0;
    const requests: [string, Record<string, unknown>][] = [
      isStateless(world.era) ? ['server/discover', {}] : ['initialize', introduction],
      ['tools/list', {}],
      ['tools/call', { name, arguments: {} }],
    ];
    for (const [method, params] of requests) {
      const { url, headers, body } = mcp.draft(method, params);
      const answer = await world.http.send({ url, headers, json: body });
      // How a server introduces itself may be open to all; the profiles leave nothing open (CT-3).
      if (!world.profile && method !== 'tools/call' && answer.status === 200) continue;
      // A server may look for a session before it looks for a token.
      if (!isStateless(world.era) && method !== 'initialize' && !mcp.sessionId() && answer.status === 400) continue;
      challenged++;
      expect.bearerRefusal(answer, 401);
      const named = Object.keys(challengeOf(answer)?.params ?? {}).length > 0;
      const seen = answer.headers['www-authenticate'] ?? 'no challenge';
      expect.that(named, { expected: 'a parameter after Bearer', seen, at: answer });
    }
    expect.that(challenged > 0, {
      expected: '401 for a request without a token',
      seen: 'no request was refused with it',
    });
  },
  remedy: 'Answer 401 with WWW-Authenticate: Bearer resource_metadata="…" before anything else is looked at.',
  mutants: [
    { name: 'lets-everybody-in', replaces: { tokenIsRequired: () => true } },
    {
      name: 'shows-strangers-the-door-without-a-word',
      rewrites: rewriteJson('/mcp', (_body, { status, headers: { 'www-authenticate': _, ...headers } }) =>
        status === 401 ? { headers } : undefined,
      ),
    },
  ],
});
