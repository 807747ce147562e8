import type { Answer } from '../../vocabulary/answer.ts';
import { challengeOf, isBearer } from '../../vocabulary/challenge.ts';
import { isStateless } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { firstRequest as first } from '../../wire/mcp.ts';
import { check } from './area.ts';

function expectChallenge(answer: Answer): void {
  expect.bearerRefusal(answer, 401);
  const challenge = challengeOf(answer);
  const seen = answer.headers['www-authenticate'] ?? 'no WWW-Authenticate';
  expect.that(challenge && isBearer(challenge), { expected: 'WWW-Authenticate: Bearer', seen, at: answer });
  const named = Object.keys(challenge.params).length > 0;
  expect.that(named, { expected: 'a parameter after Bearer', seen, at: answer });
}

export default check({
  id: 'tokens/a-missing-token-is-a-challenge',
  title: 'A request without a token gets 401 and a Bearer challenge with a parameter, by POST, GET and DELETE',
  clauses: [
    'mcp/authz/server-401-challenge-format',
    'mcp/authz/server-status-401',
    'mcp-2025-06-18/authz/server-401-must-carry-resource-metadata',
    'mcp/transport/authentication',
    'mcp/authz/http-should-follow-profile',
    'oauth21/www-authenticate-on-401',
    'oauth21/www-authenticate-bearer-scheme',
    'oauth21/www-authenticate-has-param',
    'rfc6750/www-authenticate-401-status',
    'rfc9110/401-has-challenge',
    'CT-3',
  ],
  async run(world) {
    const mcp = world.mcp();
    await mcp.open();
    const inASession = isStateless(world.era) || mcp.sessionId() !== undefined;
    const name = world.profile?.tools.accounts?.name ?? 'openbell-asks';
    const introduction = isStateless(world.era) ? (['server/discover', {}] as const) : first(world.era);
    let challenged = 0;
    for (const [method, params] of [
      introduction,
      ['tools/list', {}],
      ['tools/call', { name, arguments: {} }],
    ] as const) {
      const { url, headers, body } = mcp.draft(method, params);
      const answer = await world.http.send({ url, headers, json: body });
      // How a server introduces itself may be open to all; the profiles leave nothing open (CT-3).
      if (!world.profile && method !== 'tools/call' && answer.status === 200) continue;
      // A server may look for a session before it looks for a token.
      if (!inASession && method !== 'initialize' && answer.status === 400) continue;
      expectChallenge(answer);
      challenged++;
    }
    expect.that(challenged > 0, {
      expected: '401 for a request without a token',
      seen: 'no request was refused with it',
    });
    for (const method of ['GET', 'DELETE']) {
      const { url, headers } = mcp.draft(...first(world.era));
      const answer = await world.http.send({ method, url, headers });
      // Who serves no GET and no DELETE at all may say that first.
      if (answer.status !== 405) expectChallenge(answer);
    }
  },
  remedy: 'Answer 401 with WWW-Authenticate: Bearer resource_metadata="…" before looking at anything else.',
  variations: [
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'a-challenge-among-others',
    'empty-refusals',
    'json-with-escapes',
  ],
  mutants: [
    { name: 'lets-everybody-in', replaces: { tokenIsRequired: () => true } },
    {
      name: 'answers-401-without-a-challenge',
      rewrites: rewriteAnswer({ status: 401 }, { headers: { 'www-authenticate': undefined } }),
    },
    {
      name: 'shows-strangers-the-door-without-a-word',
      rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, { headers: { 'www-authenticate': undefined } }),
    },
    {
      name: 'has-a-scheme-of-its-own',
      rewrites: rewriteAnswer(
        { path: '/mcp', status: 401 },
        { headers: { 'www-authenticate': 'ApiKey realm="gateway", header="X-Api-Key"' } },
      ),
    },
    'serves-everybody',
  ],
});
