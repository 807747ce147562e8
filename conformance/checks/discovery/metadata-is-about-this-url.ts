import type { Answer } from '../../vocabulary/answer.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { resourceMetadataUrls } from '../../wire/discover.ts';
import { check } from './area.ts';
import { ofResource } from './metadata.ts';

/** An origin has one URL, which ends in a slash or not. */
const isSame = (resource: unknown, url: string): boolean =>
  resource === url || (new URL(url).pathname === '/' && `${resource}/` === new URL(url).href);

export default check({
  id: 'discovery/metadata-is-about-this-url',
  title: 'The resource in the metadata is the MCP URL, character for character',
  clauses: [
    'rfc9728/resource-must-match',
    'rfc9728/resource-present',
    'rfc9728/resource-must-match-request-url',
    'rfc9728/resource-https-no-fragment',
    'mcp/authz/prm-resource-matches-endpoint',
    'mcp/authz/no-trailing-slash-form',
  ],
  async run(world) {
    const found = (await world.discovery()).resourceMetadata;
    if (!found) throw new Blocked('no resource metadata were found');
    const isAboutThisUrl = (resource: unknown, at: Answer) =>
      expect.that(isSame(resource, world.mcpUrl), {
        expected: `the resource ${world.mcpUrl}`,
        seen: String(resource),
        at,
      });
    isAboutThisUrl(found.doc.resource, found.answer);
    const answer = await world.http.get(resourceMetadataUrls(world.mcpUrl)[0]!);
    const there = answer.status === 200 ? (answer.tryJson() as { resource?: unknown } | undefined) : undefined;
    if (there) isAboutThisUrl(there.resource, answer);
  },
  remedy:
    'Make resource exactly the URL that users paste into their client: clients compare it and stop at any difference.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'json-with-escapes',
  ],
  mutants: [
    {
      name: 'names-its-resource-with-a-slash',
      rewrites: rewriteDocument(ofResource, ({ resource }) => ({ resource: `${resource}/` })),
    },
    { name: 'does-not-name-its-resource', rewrites: rewriteDocument(ofResource, { resource: undefined }) },
    {
      name: 'names-its-resource-with-a-fragment',
      rewrites: rewriteDocument(ofResource, ({ resource }) => ({ resource: `${resource}#mcp` })),
    },
    {
      name: 'names-its-origin-as-the-resource',
      rewrites: rewriteDocument(ofResource, ({ resource }) => ({ resource: new URL(resource).origin })),
    },
  ],
});
