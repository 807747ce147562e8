import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/names-an-authorization-server',
  title: 'The resource metadata lists at least one authorization server, by its issuer',
  clauses: [
    'mcp/authz/prm-authorization-servers',
    'rfc9728/authorization-servers-issuers',
    'rfc9728/multi-values-arrays',
  ],
  async run(world) {
    const found = (await world.discovery()).resourceMetadata;
    const servers: unknown = found?.doc.authorization_servers;
    const issuers =
      Array.isArray(servers) && servers.length > 0 && servers.every((one) => URL.canParse(one) && !/[?#]/.test(one));
    expect.that(issuers, { expected: 'a list of issuers', seen: JSON.stringify(servers) ?? 'none', at: found?.answer });
  },
  remedy: 'List the issuer of your authorization server in authorization_servers.',
  mutants: [
    {
      name: 'names-no-authorization-server',
      rewrites: rewriteJson('/.well-known/oauth-protected-resource/mcp', ({ authorization_servers, ...doc }) =>
        authorization_servers ? { body: doc } : undefined,
      ),
    },
  ],
});
