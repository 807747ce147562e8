import { test, expect as wanted } from 'vitest';
import { createAnswer } from '../wire/answer.ts';
import { describe, expect, type Violation } from './expect.ts';

const saidOf = (judge: () => void): string => {
  try {
    judge();
  } catch (error) {
    return (error as Violation).message;
  }
  return 'nothing';
};

test.each([
  ['a list without anything', () => expect.includes([], 'permission', 'the pages'), 'to contain permission, seen none'],
  ['no list', () => expect.includes(undefined, 'permission', 'the pages'), 'seen nothing'],
  ['what should be absent', () => expect.equal('x', undefined, 'the code'), 'the code to be absent, seen x'],
  ['what should be empty', () => expect.equal(['a'], [], 'the list'), 'the list to be empty, seen ["a"]'],
])('%s is told in words', (_, judge, words) => {
  wanted(saidOf(judge)).toContain(words);
});

const answered = (status: number) =>
  createAnswer({
    status,
    headers: { 'content-type': 'application/json' },
    setCookies: [],
    text: '{"error":"invalid_request"}',
    exchange: 1,
    url: 'https://gateway.example/token',
  });

test('a refusal in other words is told apart from none', () => {
  wanted(saidOf(() => expect.oauthError(answered(401), 400, 'invalid_grant'))).toContain('refused, but in other words');
  wanted(saidOf(() => expect.oauthError(answered(200), 400, 'invalid_grant'))).not.toContain('refused');
});

const streamed = (text: string) =>
  createAnswer({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    setCookies: [],
    text,
    exchange: 1,
    url: 'https://gateway.example/mcp',
  });

test.each([
  ['data: {"jsonrpc":"2.0","id":1,"result":{"tools":[]}}', '200 {"jsonrpc":"2.0","id":1,"result":{"tools":[]}}'],
  ['data: {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no"}}', '200 {"code":-32602,"message":"no"}'],
])('of a stream with %s the message is told', (event, words) => {
  const primed = 'id: a-long-id-of-an-event\ndata:\n\n';
  wanted(describe(streamed(`${primed}id: a-long-id-of-an-event\n${event}\n\n`))).toBe(words);
});
