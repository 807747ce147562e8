import { expect, test } from 'vitest';
import type { TargetContext } from '../stage/target.ts';
import { emptySurvey } from '../vocabulary/survey.ts';
import { createRecorder } from '../wire/recorder.ts';
import type { Finding } from './judge.ts';
import { unlessItWasGivenNoMessage } from './no-message.ts';

const mcpUrl = 'http://127.0.0.1:1/mcp';
const target = { mcpUrl, era: '2025-11-25', survey: emptySurvey() } as unknown as TargetContext;
const died: Finding = { outcome: 'harness-error', reason: 'openbell itself failed: TypeError' };

/** What a check came to that died after `method` was answered with this. */
function diedOf(method: string, answer: object, found = died) {
  const recorder = createRecorder();
  const headers = { 'mcp-protocol-version': '2025-11-25' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} });
  const exchange = recorder.begin('client', 'gateway', { method: 'POST', url: mcpUrl, headers, body });
  exchange.response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer }),
  };
  return unlessItWasGivenNoMessage(found, recorder, target);
}

test.each([
  ['prompts/list', { result: { prompts: [null] } }],
  ['prompts/list', { result: { prompts: [{ name: 'a', arguments: 5 }] } }],
  ['resources/list', { result: null }],
  ['tools/list', { result: { tools: 5 } }],
  ['initialize', { result: { protocolVersion: ['2025-11-25'], capabilities: null, serverInfo: 'x' } }],
  ['ping', { error: 'no' }],
])('whoever dies of an answer to %s that is none (%j) is blocked by it', async (method, answer) => {
  expect(await diedOf(method, answer)).toMatchObject({
    outcome: 'control-failed',
    blockedBy: 'wire/keeps-to-the-schema-of-its-revision',
    reason: expect.stringContaining('cannot be read'),
  });
});

test('whoever dies of a good answer has a mistake', async () => {
  expect(await diedOf('prompts/list', { result: { prompts: [{ name: 'a' }] } })).toBe(died);
});

test('what was found stays found', async () => {
  const found: Finding = { outcome: 'violated', expected: 'one', seen: 'another' };
  expect(await diedOf('resources/list', { result: null }, found)).toBe(found);
});
