import { expect, test } from 'vitest';
import { expectedOf } from './step.ts';

const call = { ok: true };
const connect = { connected: true };

test.each([
  [call, { status: 401 }, { status: 401 }],
  [call, { error: 'insufficient_scope' }, { error: 'insufficient_scope' }],
  [call, { tool_error: true }, { tool_error: true }],
  [call, { challenge_says: 'trade' }, { challenge_says: 'trade' }],
  [call, { status: 200 }, { ok: true, status: 200 }],
  [call, { tool_error: false }, { ok: true, tool_error: false }],
  [call, { ok: false, status: 401 }, { ok: false, status: 401 }],
  [connect, { error: 'access_denied' }, { error: 'access_denied' }],
  [connect, { stopped_at: 'gateway' }, { stopped_at: 'gateway' }],
  [connect, { stopped_at: 'client' }, { connected: true, stopped_at: 'client' }],
  [connect, { redirected: false }, { redirected: false }],
  [connect, { permission_page: true }, { connected: true, permission_page: true }],
  [{ status: 200 }, { error: 'invalid_client' }, { error: 'invalid_client' }],
  [{ status: 401 }, { error: 'invalid_token' }, { status: 401, error: 'invalid_token' }],
])('of %j and %j, %j is expected', (usual, stated, expected) => {
  expect(expectedOf(usual, stated)).toEqual(expected);
});
