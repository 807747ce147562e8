import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { resourceMetadataUrls, serverMetadata, serverMetadataUrls } from '../../wire/discover.ts';
import { rows } from './area.ts';

// What is said at the well-known places of what does not exist: RFC 8414 §3.2, RFC 9728 §3.2.

/** A path that no server has for a tenant or a resource. */
const NOWHERE = '/openbell-nothing-is-here';

/** A row: the place, and the member by which a document says what it is about. */
interface Place {
  place(world: World): Promise<{ url: string; about: string }>;
  member: string;
}

const table: Table<Place> = {
  per: 'url',
  needsNobody: true,
  async run(world, { place, member }) {
    const { url, about } = await place(world);
    const answer = await world.http.get(url, { accept: 'application/json' });
    const document = answer.status < 300 ? (answer.tryJson() as Record<string, unknown> | undefined) : undefined;
    // A server may have whatever it is asked for: then the document is about that.
    const isHonest = answer.status >= 300 || document?.[member] === about;
    const expected = `an error, or a document whose ${member} is ${about}`;
    const seen = document?.[member] === undefined ? describe(answer) : `${answer.status} ${member} ${document[member]}`;
    expect.that(isHonest, { expected, seen, at: answer });
  },
};

const found = { status: 200, headers: { 'content-type': 'application/json' } };

export default rows(table, [
  {
    id: 'discovery/knows-no-issuer-that-is-not-there',
    title: 'At the well-known place of an issuer that does not exist there is an error',
    clauses: ['rfc8414/metadata-error-status'],
    blame: 'authorization-server',
    dependsOn: ['discovery/serves-authorization-server-metadata'],
    async place(world) {
      const { issuer } = serverMetadata(await world.discovery()).doc;
      const about = new URL(NOWHERE, URL.canParse(issuer) ? issuer : world.origin).href;
      return { url: serverMetadataUrls(about)[0]!, about };
    },
    member: 'issuer',
    remedy: 'Answer 404 where no issuer is: clients try several places, and stop at the first that answers 200.',
    mutants: [
      {
        name: 'has-metadata-for-every-issuer',
        rewrites: rewriteAnswer(
          { path: `/.well-known/oauth-authorization-server${NOWHERE}` },
          { ...found, body: { issuer: 'https://gateway.example' } },
        ),
      },
      {
        name: 'answers-unknown-issuers-with-a-page',
        rewrites: rewriteAnswer(
          { path: `/.well-known/oauth-authorization-server${NOWHERE}` },
          { status: 200, headers: { 'content-type': 'text/html' }, body: '<title>Welcome</title>' },
        ),
      },
    ],
  },
  {
    id: 'discovery/knows-no-resource-that-is-not-there',
    title: 'At the well-known place of a resource that does not exist there is an error',
    clauses: ['rfc9728/metadata-error-status'],
    dependsOn: ['discovery/serves-resource-metadata'],
    async place({ origin }) {
      const about = `${origin}${NOWHERE}`;
      return { url: resourceMetadataUrls(about)[0]!, about };
    },
    member: 'resource',
    remedy: 'Answer 404 where no resource is, and not with the document of another.',
    variations: ['media-types-in-another-case'],
    mutants: [
      {
        name: 'has-metadata-for-every-resource',
        rewrites: rewriteAnswer(
          { path: `/.well-known/oauth-protected-resource${NOWHERE}` },
          { ...found, body: { resource: 'https://gateway.example/mcp' } },
        ),
      },
    ],
  },
]);
