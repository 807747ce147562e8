import { logsHoldNoSecrets, logsWhenAsked, logsWithTheirAnswer } from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { isStateless } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { addToStream, saidBefore } from '../../vocabulary/rewrite-events.ts';
import { check, rows } from './area.ts';
import { features, hides, serves, undeclared } from './offers.ts';
import { callers, listeners, log, stateless } from './who-listens.ts';

// What a server logs to its clients.

export default [
  ...[
    observer({
      id: 'wire/logs-only-when-asked',
      title: 'Log messages come where a request named a level, and nowhere else',
      clauses: ['mcp-2026-07-28/logging/only-when-requested'],
      applies: stateless,
      ridesOn: callers,
      observes: logsWhenAsked,
      remedy: 'Send notifications/message only where _meta has io.modelcontextprotocol/logLevel.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'media-types-in-another-case'],
      mutants: [
        {
          name: 'logs-to-whoever-calls',
          elsewhere: true,
          rewrites: saidBefore(/"result"/, () => log('served')),
        },
      ],
    }),
    observer({
      id: 'wire/keeps-credentials-out-of-logs',
      title: 'Log messages hold no credentials',
      clauses: ['mcp/logging/no-secrets'],
      ridesOn: callers,
      observes: logsHoldNoSecrets,
      remedy: 'Log who called and what for, and never what they showed.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
      mutants: [
        {
          name: 'logs-credentials',
          elsewhere: true,
          rewrites: saidBefore(/"result"/, () => log('Authorization: Bearer eyJhbGciOiJub25lIn0.e30.')),
        },
      ],
    }),
    observer({
      id: 'wire/keeps-logs-out-of-subscriptions',
      title: 'Log messages go with the answer that they are about, and not to subscriptions',
      clauses: ['mcp-2026-07-28/logging/only-on-own-stream'],
      applies: stateless,
      ridesOn: listeners,
      observes: logsWithTheirAnswer,
      remedy: 'Send notifications/message on the stream of the request that asked for them.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'logs-to-subscriptions',
          rewrites: addToStream(/acknowledged/, ({ params }) => ({
            method: 'notifications/message',
            params: { level: 'info', data: 'open', _meta: params._meta },
          })),
        },
      ],
    }),
  ].map(check),
  ...rows(undeclared, [
    {
      id: 'wire/declares-its-logging',
      title: 'A server that sends log messages declares so',
      clauses: ['mcp/logging/capability'],
      capability: 'logging',
      async isThere(mcp, world) {
        const tool = world.tool('accounts');
        const _meta = { progressToken: 'openbell-listens', 'io.modelcontextprotocol/logLevel': 'debug' };
        const answer = await mcp.request('tools/call', { name: tool.name, arguments: tool.args(''), _meta });
        return answer.messages().some(({ method }) => method === 'notifications/message') ? answer : undefined;
      },
      remedy: 'Declare "logging" in the capabilities.',
      noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
      mutants: [{ name: 'hides-that-it-logs', elsewhere: true, rewrites: hides('logging') }],
    },
  ]),
  ...rows(features, [
    {
      id: 'wire/refuses-an-unknown-log-level',
      title: 'A level of logging that does not exist is the error -32602',
      clauses: ['mcp/logging/invalid-level'],
      capability: 'logging',
      async judge(mcp, world) {
        const tool = world.tool('accounts');
        const _meta = { 'io.modelcontextprotocol/logLevel': 'whisper' };
        const answer = isStateless(world.era)
          ? await mcp.request('tools/call', { name: tool.name, arguments: tool.args(''), _meta })
          : await mcp.request('logging/setLevel', { level: 'whisper' });
        expect.rpcError(answer, -32602);
      },
      remedy: 'Answer -32602 to a level that is none of the eight.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [{ name: 'logs-at-any-level', elsewhere: true, rewrites: serves(-32602, /level/, { content: [] }) }],
    },
  ]),
];
