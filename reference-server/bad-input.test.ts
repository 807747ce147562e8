import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connect } from '../dev/testing/gateway-client.ts';
import { type Stack, startStack } from '../dev/testing/gateway-stack.ts';
import { mint, platforms } from '../dev/testing/minting-stack.ts';
import type { ProfileId } from './types.ts';

const odd = fc.oneof(fc.string(), fc.constantFrom('', 'null', '-1', '%00', '../..', 'http://', 'javascript:0', '９'));
const names = fc.constantFrom(
  ...['grant_type', 'client_id', 'client_secret', 'code', 'code_verifier', 'redirect_uri', 'refresh_token', 'scope'],
  ...['token', 'token_type_hint', 'state', 'code_challenge', 'code_challenge_method', 'response_type', 'resource'],
  ...['request', 'decision', 'action', 'csrf', 'iss', 'error', 'client_name', 'redirect_uris', 'logo_uri', '__proto__'],
);
const value = fc.oneof(odd, fc.constantFrom('authorization_code', 'refresh_token', 'code', 'S256', 'allow'));
const fields = fc.dictionary(names, value, { maxKeys: 5 });
const message = fc.record(
  {
    jsonrpc: fc.constantFrom('2.0', '1.0', 2),
    id: fc.oneof(fc.integer(), odd, fc.constant(null)),
    method: fc.oneof(
      odd,
      fc.constantFrom('initialize', 'tools/list', 'tools/call', 'server/discover', 'subscriptions/listen', 'ping'),
    ),
    params: fc.oneof(
      fc.jsonValue(),
      fc.record({
        name: fc.constantFrom('GetQuote', 'quote', 'create_order', 'confirm_trade', ''),
        arguments: fc.jsonValue(),
      }),
    ),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fields.map((given) => new URLSearchParams(given).toString()),
  message.map((one) => JSON.stringify(one)),
  fc.json(),
  fc.string(),
);
const minting = '/auth/tokens/user';
const places = fc.constantFrom(
  ...['/mcp', '/mcp/', '/', '/oauth/token', '/oauth/revoke', '/oauth/register', '/oauth/authorize', '/oauth/consent'],
  ...['/auth/callback', '/auth/success', '/ai-clients', '/oauth/jwks', '/.well-known/oauth-protected-resource/mcp'],
  minting,
);
const headers = fc.record(
  {
    'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
    accept: fc.constantFrom('application/json, text/event-stream', 'text/html', '*/*'),
    'mcp-protocol-version': fc.constantFrom('2026-07-28', '2025-11-25', '1999-01-01'),
    'mcp-method': fc.constantFrom('tools/list', 'tools/call', 'server/discover'),
    'mcp-session-id': fc.constantFrom('none', '1'),
    'client-id': odd.map(encodeURIComponent),
    'user-secret': fc.constantFrom('tess-secret', 'x'.repeat(5000), ''),
    authorization: fc.constantFrom('Bearer good', 'Bearer', 'Basic Og==', 'Bearer a.b.c'),
  },
  { requiredKeys: [] },
);

/** The start of the answer: an answer may be a stream that does not end by itself. */
async function send(url: string, init: RequestInit) {
  const answer = await fetch(url, { ...init, redirect: 'manual' });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
  if (isStream) await answer.body?.cancel();
  return { status: answer.status, text: isStream ? '' : await answer.text() };
}

async function goodToken(profile: ProfileId, stack: Stack): Promise<string> {
  if (profile === 'minted-token') return mint(stack);
  return profile === 'dynamic-client' ? (await connect(stack)).accessToken : 'good';
}

describe.each(['static-client', 'dynamic-client', 'minted-token'] satisfies ProfileId[])(
  'a gateway of the profile %s',
  (profile) => {
    test('answers no request with 500, and shows nobody its insides', async () => {
      const stack = await startStack(profile, { mintingPlatforms: platforms });
      const good = await goodToken(profile, stack);
      const { origin, apiOrigin } = stack.gateway;
      await fc.assert(
        fc.asyncProperty(places, fc.boolean(), headers, body, fields, async (place, posts, given, text, asked) => {
          const authorization = given.authorization?.replace('good', good);
          const init = {
            method: posts ? 'POST' : 'GET',
            headers: { ...given, ...(authorization && { authorization }) },
            ...(posts && { body: text }),
          };
          const answer = await send(
            `${place === minting ? (apiOrigin ?? origin) : origin}${place}?${new URLSearchParams(asked)}`,
            init,
          );
          expect(answer.status, `${init.method} ${place} ${JSON.stringify(init)}`).toBeLessThan(500);
          expect(answer.text).not.toMatch(/\bat .*\.[tj]s:\d+|node_modules/);
        }),
        { numRuns: 250, seed: 7 },
      );
      await stack.close();
    });
  },
);
