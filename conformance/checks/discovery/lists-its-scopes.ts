import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

const path = '/.well-known/oauth-protected-resource/mcp';

export default check({
  id: 'discovery/lists-its-scopes',
  title: 'The resource metadata lists the scopes of the gateway, and offline_access is not one of them',
  clauses: ['rfc9728/scopes-supported', 'mcp-2026-07-28/authz/server-no-offline-access'],
  async run(world) {
    const found = (await world.discovery()).resourceMetadata;
    const scopes: unknown = found?.doc.scopes_supported;
    expect.that(Array.isArray(scopes) && scopes.length > 0, {
      expected: 'scopes_supported with the scopes of the gateway',
      seen: JSON.stringify(scopes) ?? 'none',
      at: found?.answer,
    });
    for (const scope of (world.scopes.trade ?? world.scopes.read ?? '').split(' ').filter(Boolean)) {
      expect.includes(scopes, scope, 'scopes_supported', found?.answer);
    }
    const stray = Array.isArray(scopes) && scopes.includes('offline_access');
    expect.that(!stray, {
      expected: 'no offline_access: that is between client and authorization server',
      seen: JSON.stringify(scopes),
      at: found?.answer,
    });
  },
  remedy: 'List in scopes_supported the scopes that open the tools of this gateway, and no others.',
  mutants: [
    {
      name: 'keeps-its-scopes-to-itself',
      rewrites: rewriteJson(path, ({ scopes_supported, ...doc }) => (scopes_supported ? { body: doc } : undefined)),
    },
    {
      name: 'asks-resource-clients-for-offline-access',
      rewrites: rewriteJson(path, (doc) => ({
        body: { ...doc, scopes_supported: [...doc.scopes_supported, 'offline_access'] },
      })),
    },
  ],
});
