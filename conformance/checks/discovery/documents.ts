import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteJson } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { listedServers, resourceMetadataUrls, serverMetadataUrls } from '../../wire/discover.ts';
import { rows } from './area.ts';
import { ofResource, ofServer } from './metadata.ts';

// That the two metadata documents are where clients look for them: RFC 9728 §3 and RFC 8414 §3.

/** A row: the well-known places of each of some documents; one of its places must hold it, as JSON. */
interface Document {
  places(world: World): Promise<string[][]>;
}

const table: Table<Document> = {
  async run(world, { places }) {
    for (const urls of await places(world)) await expectDocument(world, urls);
  },
};

async function expectDocument(world: World, urls: readonly string[]): Promise<void> {
  const answers: Answer[] = [];
  for (const url of urls) {
    answers.push(await world.http.get(url, { accept: 'application/json' }));
    if (answers.at(-1)!.status === 200) break;
  }
  const answer = answers.find(({ status }) => status === 200) ?? answers[0]!;
  expect.status(answer, 200);
  const type = answer.headers['content-type'] ?? 'none';
  expect.that(/^application\/json\b/i.test(type), { expected: 'application/json', seen: type, at: answer });
  answer.json();
}

const anyOfResource = /^\/\.well-known\/oauth-protected-resource/;
const anyOfServer = /^\/\.well-known\/(oauth-authorization-server|openid-configuration)/;

const placeOfTheMcpUrl = async (world: World) => [resourceMetadataUrls(world.mcpUrl).slice(0, 1)];

/** Those of each server that is listed: clients may choose any. */
async function placesOfTheIssuers(world: World): Promise<string[][]> {
  const listed = listedServers((await world.discovery()).resourceMetadata);
  return (listed.length > 0 ? listed : [world.origin]).map((issuer) => {
    const urls = serverMetadataUrls(issuer);
    // Since 2025-11-25 the OpenID document of the same issuer is as good.
    return world.era >= '2025-11-25' ? urls : urls.slice(0, 1);
  });
}

export default rows(table, [
  {
    id: 'discovery/serves-resource-metadata',
    title: 'The protected resource metadata is at its well-known place, as JSON',
    clauses: ['rfc9728/well-known-path', 'rfc9728/metadata-200-json', 'mcp/authz/prm-implemented'],
    places: placeOfTheMcpUrl,
    remedy: 'Serve the metadata at /.well-known/oauth-protected-resource followed by the path of the MCP URL.',
    variations: [
      'slow-answers',
      'more-in-the-resource-metadata',
      'metadata-is-not-cached',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'serves-resource-metadata-at-the-root-only',
        rewrites: rewriteJson(ofResource, () => ({ status: 404, body: { error: 'not_found' } })),
      },
      {
        name: 'has-no-resource-metadata',
        rewrites: rewriteAnswer({ path: anyOfResource }, { status: 404, body: { error: 'not_found' } }),
      },
      {
        name: 'serves-resource-metadata-as-text',
        rewrites: rewriteAnswer({ path: anyOfResource }, { headers: { 'content-type': 'text/plain' } }),
      },
    ],
  },
  {
    id: 'discovery/serves-authorization-server-metadata',
    title: 'The authorization server’s metadata is at a well-known place of its issuer, as JSON',
    clauses: [
      'rfc8414/well-known-location',
      'rfc8414/metadata-200',
      'rfc8414/metadata-json',
      'rfc9700/metadata-published',
      'mcp/authz/as-metadata-published',
      'mcp-2025-06-18/authz/as-rfc8414-metadata-only',
    ],
    blame: 'authorization-server',
    places: placesOfTheIssuers,
    remedy:
      'Serve the metadata at /.well-known/oauth-authorization-server as application/json, with the path of the issuer behind it if it has one.',
    variations: [
      'slow-answers',
      'more-in-the-metadata',
      'more-in-the-resource-metadata',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'bodies-in-gzip',
    ],
    mutants: [
      {
        name: 'has-no-server-metadata',
        rewrites: rewriteAnswer({ path: anyOfServer }, { status: 404, body: { error: 'not_found' } }),
      },
      { name: 'serves-server-metadata-with-203', rewrites: rewriteAnswer({ path: anyOfServer }, { status: 203 }) },
      {
        name: 'serves-server-metadata-as-text',
        rewrites: rewriteJson(ofServer, (_body, { headers }) => ({
          headers: { ...headers, 'content-type': 'text/plain' },
        })),
      },
    ],
  },
]);
