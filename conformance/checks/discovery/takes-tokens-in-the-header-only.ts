import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/takes-tokens-in-the-header-only',
  title: 'The resource metadata takes tokens in the header, and offers no way through the query',
  clauses: ['mcp/authz/server-ignores-query-token', 'rfc9728/bearer-methods'],
  async run(world) {
    const found = (await world.discovery()).resourceMetadata;
    const methods: unknown = found?.doc.bearer_methods_supported;
    if (methods === undefined) return;
    expect.includes(methods, 'header', 'bearer_methods_supported', found?.answer);
    expect.that(!(methods as unknown[]).includes('query'), {
      expected: 'bearer_methods_supported without query',
      seen: JSON.stringify(methods),
      at: found?.answer,
    });
  },
  remedy: 'Say "bearer_methods_supported": ["header"]: tokens in a query end up in logs.',
  mutants: [
    {
      name: 'invites-tokens-into-the-query',
      rewrites: rewriteJson('/.well-known/oauth-protected-resource/mcp', (doc) => ({
        body: { ...doc, bearer_methods_supported: ['header', 'query'] },
      })),
    },
  ],
});
