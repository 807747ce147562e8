import { progressGrows, progressIsReadable, progressOfKnownTokens, progressStops } from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { NotOffered } from '../../vocabulary/expect.ts';
import { addToStream, rewriteEvents } from '../../vocabulary/rewrite-events.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';
import { callers } from './who-listens.ts';

// How far a request is, told while it is worked on.

/** Calls a tool as a client that wants to hear of its progress, and of all that is logged. */
async function callAndListen(world: World): Promise<void> {
  const tool = world.tool('accounts');
  const _meta = { progressToken: 'openbell-listens', 'io.modelcontextprotocol/logLevel': 'debug' };
  const params = { name: tool.name, arguments: tool.args('') };
  const mcp = world.mcp(await world.borrow());
  const answer = await mcp.request('tools/call', { ...params, _meta });
  // Whoever streams is heard once more without a wish for logs.
  if (answer.messages().length > 1)
    await mcp.request('tools/call', { ...params, _meta: { progressToken: 'openbell' } });
  if (!answer.messages().some(({ method }) => method === 'notifications/progress'))
    throw new NotOffered(`${tool.name} reports no progress`);
}

export default [
  check({
    id: 'wire/reports-growing-progress',
    title: 'Progress grows with each notification',
    clauses: ['mcp/progress/increases'],
    run: callAndListen,
    observes: progressGrows,
    remedy: 'Send notifications/progress only when progress has grown.',
    variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
    mutants: [
      {
        name: 'reports-the-same-progress-again',
        elsewhere: true,
        rewrites: rewriteEvents(/notifications\/progress/, (said) => ({
          ...said,
          params: { ...said.params, progress: 1 },
        })),
      },
    ],
  }),
  ...[
    observer({
      id: 'wire/reports-progress-of-known-requests',
      title: 'Progress is reported to those who gave a token, and under that token',
      clauses: ['mcp/progress/known-tokens-only'],
      ridesOn: callers,
      observes: progressOfKnownTokens,
      remedy: 'Copy the progressToken of the request into its notifications, and send none where there is no token.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
      mutants: [
        {
          name: 'reports-progress-of-something-else',
          elsewhere: true,
          rewrites: rewriteEvents(/notifications\/progress/, (said) => ({
            ...said,
            params: { ...said.params, progressToken: 'another' },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/reports-no-progress-after-the-answer',
      title: 'No progress is reported of what was answered',
      clauses: ['mcp/progress/stops'],
      ridesOn: callers,
      observes: progressStops,
      remedy: 'Stop reporting before you answer.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'media-types-in-another-case'],
      mutants: [
        {
          name: 'reports-progress-after-the-answer',
          elsewhere: true,
          rewrites: addToStream(/"result"/, () => ({
            method: 'notifications/progress',
            params: { progressToken: 'openbell-listens', progress: 99 },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/reports-progress-in-words-for-people',
      title: 'What is said beside progress can be read',
      clauses: ['mcp/progress/message-readable'],
      ridesOn: callers,
      observes: progressIsReadable,
      remedy: 'Say in message what is being done, in words for people, or leave it out.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'reports-progress-in-signs',
          elsewhere: true,
          rewrites: rewriteEvents(/notifications\/progress/, (said) => ({
            ...said,
            params: { ...said.params, message: '\u001b[2K\u0007' },
          })),
        },
      ],
    }),
  ].map(check),
];
