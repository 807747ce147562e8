import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { resourceMetadataUrls } from '../../verbs/discover.ts';
import { rewriteJson } from '../rewrites.ts';

const path = '/.well-known/oauth-protected-resource/mcp';

export default check({
  id: 'discovery/metadata-is-about-this-url',
  title: 'The resource in the metadata is the MCP URL, character for character',
  clauses: [
    'rfc9728/resource-present',
    'rfc9728/resource-must-match',
    'rfc9728/resource-must-match-request-url',
    'rfc9728/resource-https-no-fragment',
    'mcp-2025-11-25/authz/prm-resource-matches-endpoint',
    'mcp-2026-07-28/authz/prm-resource-matches-endpoint',
    'mcp-2025-11-25/authz/no-trailing-slash-form',
    'mcp-2026-07-28/authz/no-trailing-slash-form',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  async run(world) {
    const answer = await world.http.get(resourceMetadataUrls(world.mcpUrl)[0]!);
    expect.equal(answer.json().resource, world.mcpUrl, 'resource', answer);
    const found = (await world.discovery()).resourceMetadata;
    expect.equal(found?.doc.resource, world.mcpUrl, 'resource of the metadata that the challenge names', found?.answer);
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
