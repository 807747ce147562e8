import { schema } from '../../observers/schemas.ts';
import { observer } from '../../vocabulary/check.ts';
import { saidBefore } from '../../vocabulary/rewrite-events.ts';
import { rewriteResult, rewriteTools } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'wire/keeps-to-the-schema-of-its-revision',
    title: 'Every result, notification and request of the server is as the schema of its revision has it',
    clauses: [
      'mcp/base/support-base',
      'mcp/tools/input-schema-valid',
      'mcp-2025-11-25/lifecycle/server-initialize-result',
      'mcp-2026-07-28/discover/supported-versions',
      'mcp-2026-07-28/transport/no-server-requests-on-stream',
      'mcp-2026-07-28/patterns/no-server-requests',
      'mcp-2026-07-28/transport/binding-directions',
      'mcp-2026-07-28/mrtr/used-for-server-requests',
    ],
    observes: schema,
    ridesOn: ['wire/speaks-json-rpc', 'wire/says-what-its-schemas-say'],
    remedy:
      'Send messages as the schema of the revision has them: clients that validate drop all of what holds one wrong part.',
    variations: [
      'tools-in-another-order',
      'more-in-schemas',
      'answers-in-an-event-stream',
      'more-in-results',
      'connections-are-closed',
    ],
    mutants: [
      {
        name: 'asks-its-clients-on-the-stream-of-an-answer',
        rewrites: saidBefore(/"structuredContent"/, () => ({
          id: 'asks',
          method: 'elicitation/create',
          params: { message: 'Sure?', requestedSchema: { type: 'object', properties: {} } },
        })),
      },
      {
        name: 'puts-nothing-among-its-tools',
        rewrites: rewriteResult((result) => result.tools && { ...result, tools: [...result.tools, null] }),
      },
      {
        name: 'describes-its-tools-in-numbers',
        rewrites: rewriteTools((tool) => ({ ...tool, description: 7 })),
      },
      {
        name: 'says-content-of-no-kind',
        rewrites: rewriteResult((result) => result.content && { ...result, content: [{ type: 'words', words: 'ok' }] }),
      },
    ],
  }),
);
