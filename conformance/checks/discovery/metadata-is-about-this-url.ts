import { Blocked, expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { resourceMetadataUrls } from '../../wire/discover.ts';
import { check } from './area.ts';

/** An origin has one URL, which ends in a slash or not. */
const isSame = (resource: unknown, url: string): boolean =>
  resource === url || (new URL(url).pathname === '/' && `${resource}/` === new URL(url).href);

const path = '/.well-known/oauth-protected-resource/mcp';

export default check({
  id: 'discovery/metadata-is-about-this-url',
  title: 'The resource in the metadata is the MCP URL, character for character',
  clauses: [
    'rfc9728/resource-present',
    'rfc9728/resource-must-match',
    'rfc9728/resource-must-match-request-url',
    'rfc9728/resource-https-no-fragment',
    'mcp/authz/prm-resource-matches-endpoint',
    'mcp/authz/no-trailing-slash-form',
  ],
  async run(world) {
    const found = (await world.discovery()).resourceMetadata;
    if (!found) throw new Blocked('no resource metadata were found');
    const told = isSame(found.doc.resource, world.mcpUrl);
    expect.that(told, { expected: `the resource ${world.mcpUrl}`, seen: String(found.doc.resource), at: found.answer });
    const answer = await world.http.get(resourceMetadataUrls(world.mcpUrl)[0]!);
    const there = answer.status === 200 ? (answer.tryJson() as { resource?: unknown } | undefined) : undefined;
    if (there)
      expect.that(isSame(there.resource, world.mcpUrl), {
        expected: `the resource ${world.mcpUrl}`,
        seen: String(there.resource),
        at: answer,
      });
  },
  remedy:
    'Make resource exactly the URL that users paste into their client: clients compare it and stop at any difference.',
  mutants: [
    {
      name: 'names-its-resource-with-a-slash',
      rewrites: rewriteJson(path, (doc) => ({ body: { ...doc, resource: `${doc.resource}/` } })),
    },
    {
      name: 'names-its-origin-as-the-resource',
      rewrites: rewriteJson(path, (doc) => ({ body: { ...doc, resource: new URL(doc.resource).origin } })),
    },
  ],
});
