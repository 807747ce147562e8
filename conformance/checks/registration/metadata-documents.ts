import { expect } from '../../vocabulary/expect.ts';
import { answered, rewritePage } from '../../vocabulary/rewrite-page.ts';
import { redeem } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { ask, clientAt, control, letIn, told, turnedAway } from './describing.ts';

// Clients that describe themselves in a document at their Client ID (draft-ietf-oauth-client-id-metadata-document).

const secretly = [
  { client_secret: 'published' },
  { token_endpoint_auth_method: 'client_secret_basic' },
  { token_endpoint_auth_method: 'client_secret_post' },
];

export default rows(told, [
  {
    id: 'registration/takes-a-client-by-its-document',
    title: 'A client whose Client ID is the URL of its document gets in without a registration',
    clauses: ['mcp/authz/as-cimd-fetch', 'mcp/authz/cimd-supported-by-as'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async judge({ world, place, put }) {
      const client = clientAt(world, put('/client.json'));
      const authorized = await ask(world, client.clientId);
      letIn(authorized);
      expect.includes(place.asked, '/client.json', 'what was asked of the place of the document');
      expect.status(await redeem(world, client, authorized), 200);
    },
    remedy: 'Read the document at a Client ID that is an https URL, and take the client for what it says there.',
    mutants: [{ name: 'takes-no-client-by-its-document', replaces: { documentIsAnsweredWith200: () => false } }],
  },
  {
    id: 'registration/refuses-a-document-about-another-client',
    title: 'A document that names another client_id than its URL, or none, is refused',
    clauses: [
      'cimd00/cimd-client-id-matches',
      'cimd00/cimd-client-id-present',
      'mcp/authz/as-cimd-client-id-match',
      'mcp/authz/as-cimd-structure',
    ],
    dependsOn: control,
    async judge({ world, place, put }) {
      const others = [`${place.origin}/another.json`, `${place.origin}/0.json#`, undefined];
      for (const [n, client_id] of others.entries())
        turnedAway(await ask(world, put(`/${n}.json`, { client_id })), `client_id ${client_id ?? 'left out'}`);
    },
    remedy: 'Compare client_id in the document with its URL, character by character.',
    mutants: [{ name: 'takes-documents-about-others', replaces: { documentNamesItsUrl: () => true } }],
  },
  {
    id: 'registration/refuses-a-redirect-uri-that-the-document-lacks',
    title: 'A redirect URI that is not in the document leads to a page, and nobody is sent there',
    clauses: ['cimd00/cimd-redirect-exact', 'cimd00/cimd-redirect-required', 'mcp/authz/as-cimd-redirect-check'],
    dependsOn: control,
    async judge({ world, put }) {
      const url = put('/client.json', { redirect_uris: ['https://client.example/callback'] });
      turnedAway(await ask(world, url), 'a redirect URI of somebody else');
      turnedAway(await ask(world, put('/none.json', { redirect_uris: undefined })), 'a document without redirect URIs');
    },
    remedy: 'Compare redirect_uri with those in the document, and show a page where it is none of them.',
    mutants: ['sends-users-of-agreed-clients-anywhere'],
  },
  {
    id: 'registration/refuses-a-document-with-a-secret',
    title: 'A document with a secret in it, or with a method that takes one, is refused',
    clauses: ['cimd00/cimd-no-client-secret', 'cimd00/cimd-no-secret-methods'],
    dependsOn: control,
    async judge({ world, put }) {
      for (const [n, over] of secretly.entries())
        turnedAway(await ask(world, put(`/${n}.json`, over)), `a document with ${Object.entries(over)[0]!.join(' ')}`);
    },
    remedy: 'Refuse documents with client_secret, client_secret_expires_at or a method that shows a shared secret.',
    mutants: [{ name: 'takes-documents-with-secrets', replaces: { documentHoldsNoSecret: () => true } }],
  },
  {
    id: 'registration/refuses-a-document-that-is-no-json',
    title: 'A page at the Client ID that is no JSON, or does not say so, is no document',
    clauses: ['cimd00/cimd-json', 'mcp/authz/as-cimd-structure'],
    dependsOn: control,
    async judge({ world, place, put }) {
      place.put('/page', { headers: { 'content-type': 'application/json' }, body: '<h1>No document</h1>' });
      turnedAway(await ask(world, `${place.origin}/page`), 'a page');
      turnedAway(
        await ask(world, put('/text', {}, { headers: { 'content-type': 'text/html' } })),
        'a document as HTML',
      );
    },
    remedy: 'Take application/json and application/…+json alone.',
    mutants: [{ name: 'reads-documents-out-of-pages', replaces: { documentIsJson: () => true } }],
  },
  {
    id: 'registration/refuses-a-document-of-another-status',
    title: 'Only 200 is success: with another status nothing is a document',
    clauses: ['cimd01/cimd-200-only', 'cimd00/cimd-fetch-error-aborts'],
    dependsOn: control,
    async judge({ world, put }) {
      for (const status of [203, 404, 500])
        turnedAway(await ask(world, put(`/${status}.json`, {}, { status })), `a document with the status ${status}`);
    },
    remedy: 'Stop the request where the document is answered with anything but 200.',
    mutants: [{ name: 'reads-documents-out-of-errors', replaces: { documentIsAnsweredWith200: () => true } }],
  },
  {
    id: 'registration/follows-no-redirect-to-a-document',
    title: 'A redirect at the Client ID is not followed',
    clauses: ['cimd01/cimd-no-redirect-following'],
    dependsOn: control,
    async judge({ world, place, put }) {
      const url = `${place.origin}/moved.json`;
      put('/there.json', { client_id: url });
      place.put('/moved.json', { status: 302, headers: { location: `${place.origin}/there.json` } });
      turnedAway(await ask(world, url), 'a document behind a redirect');
      expect.equal(place.asked.includes('/there.json'), false, 'whether the redirect was followed');
    },
    remedy: 'Do not follow redirects when you read a document: they lead where no Client ID may.',
    mutants: [{ name: 'follows-redirects-to-documents', replaces: { redirectIsNotFollowed: (hops) => hops > 2 } }],
  },
  {
    id: 'registration/refuses-a-document-that-is-too-large',
    title: 'A document of a megabyte is not taken: a few thousand bytes are enough',
    clauses: ['cimd00/cimd-size-limit'],
    dependsOn: control,
    async judge({ world, put }) {
      turnedAway(await ask(world, put('/large.json', { filling: 'x'.repeat(1_000_000) })), 'a megabyte');
    },
    remedy: 'Stop reading a document after some thousand bytes; five are advised.',
    mutants: [{ name: 'reads-documents-of-any-size', replaces: { documentIsNoLargerThan: () => 100_000_000 } }],
  },
  {
    id: 'registration/refuses-a-client-id-that-is-no-plain-url',
    title: 'A Client ID with dots for its path, a fragment, a user name, or no path at all is refused',
    clauses: [
      'cimd00/cimd-url-no-dot-segments',
      'cimd00/cimd-url-path',
      'cimd00/cimd-url-no-fragment',
      'cimd00/cimd-url-no-userinfo',
    ],
    dependsOn: control,
    async judge({ world, place, put }) {
      const { origin, port } = place;
      const ids = [
        ['/client.json', `${origin}/x/../client.json`],
        ['/', origin],
        ['/hash.json', `${origin}/hash.json#me`],
        ['/named.json', `http://somebody:secret@127.0.0.1:${port}/named.json`],
      ] as const;
      for (const [path, client_id] of ids) {
        put(path, { client_id });
        turnedAway(await ask(world, client_id), client_id.replace(String(port), 'PORT'));
      }
    },
    remedy: 'Take a Client ID only as the URL that it parses to, with a path, no fragment and no user name.',
    mutants: [
      { name: 'takes-client-ids-with-dots', replaces: { documentUrlIsNormal: () => true } },
      { name: 'takes-client-ids-with-fragments', replaces: { documentUrlIsBare: () => true } },
    ],
  },
  {
    id: 'registration/refuses-a-client-id-without-tls',
    title: 'A document is read over https alone',
    clauses: ['cimd00/cimd-url-https'],
    dependsOn: control,
    trusts: 'tls',
    async judge({ world, put }) {
      turnedAway(await ask(world, put('/plain.json')), 'a Client ID without TLS');
    },
    remedy: 'Refuse a Client ID whose URL is not https.',
    mutants: [{ name: 'reads-documents-without-tls', replaces: { documentUrlIsHttps: () => true } }],
  },
  {
    id: 'registration/reads-no-document-in-its-own-network',
    title: 'A Client ID that leads to the gateway’s own machine is refused, and nobody connects there',
    clauses: [
      'cimd01/cimd-special-use-addresses',
      'cimd00/cimd-ssrf-private-addresses',
      'mcp/authz/as-cimd-ssrf',
      'mcp/authz/as-cimd-security',
    ],
    dependsOn: control,
    trusts: 'no',
    async judge({ world, place }) {
      for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433']) {
        const { href } = new URL(`https://${host}:${place.port}/client.json`);
        turnedAway(await ask(world, href), `a document at ${host}`);
        expect.equal(place.connections(), 0, `how often it connected to ${host}`);
      }
    },
    remedy: 'Look at each address of the host before you connect, and refuse those of special use (RFC 6890).',
    mutants: [{ name: 'reads-documents-in-its-own-network', replaces: { addressIsPublic: () => true } }],
  },
  {
    id: 'registration/keeps-a-document-as-long-as-it-says',
    title: 'A document is kept as long as its Cache-Control says',
    clauses: ['cimd00/cimd-cache-headers', 'mcp/authz/as-cimd-cache'],
    dependsOn: control,
    async judge({ world, place, put }) {
      const url = put('/kept.json', {}, { headers: { 'cache-control': 'max-age=3600' } });
      for (const _ of [1, 2]) letIn(await ask(world, url));
      expect.equal(place.asked, ['/kept.json'], 'what was asked for, the second time within max-age');
    },
    remedy: 'Keep a document for its max-age, and read it again after that.',
    mutants: [{ name: 'keeps-no-document', replaces: { documentIsKeptFor: () => 0 } }],
  },
  {
    id: 'registration/keeps-no-document-against-its-will',
    title: 'A document that says no-store is read anew each time, and one that was refused before is looked at again',
    clauses: ['cimd00/cimd-cache-headers', 'cimd00/cimd-fetch-errors-not-cached', 'cimd00/cimd-invalid-not-cached'],
    dependsOn: control,
    async judge({ world, place, put }) {
      const headers = { 'cache-control': 'no-store' };
      const url = put('/client.json', {}, { headers });
      letIn(await ask(world, url));
      put('/client.json', { redirect_uris: ['https://client.example/callback'] }, { headers });
      turnedAway(await ask(world, url), 'what stands in the document no more');
      place.put('/mended.json', { status: 500, headers: { 'cache-control': 'max-age=3600' } });
      turnedAway(await ask(world, `${place.origin}/mended.json`), 'an error');
      const mended = put('/mended.json', { client_id: 'another' }, { headers: { 'cache-control': 'max-age=3600' } });
      turnedAway(await ask(world, mended), 'a document about another');
      letIn(await ask(world, put('/mended.json')));
    },
    remedy: 'Keep nothing that says no-store, no error and no document that was refused.',
    mutants: [{ name: 'keeps-documents-that-say-no-store', replaces: { documentIsKeptFor: (told) => told || 300 } }],
  },
  {
    id: 'registration/shows-where-a-client-is-published',
    title: 'The permission page shows the host of the document, which says more than a name that anybody may take',
    clauses: ['cimd00/cimd-hostname-shown'],
    dependsOn: control,
    applies: { needs: ['consent-page'] },
    async judge({ world, place, put }) {
      const { landing } = await ask(world, put('/shown.json'));
      const page = landing.pages.find(({ kind }) => kind === 'permission');
      const { host } = new URL(place.origin);
      const seen = page ? 'a page without it' : 'no permission page';
      expect.that(page?.text.includes(host), { expected: `the host of the Client ID on the page`, seen });
    },
    remedy: 'Show the host of the Client ID beside the name of the client.',
    mutants: [
      {
        name: 'hides-where-clients-are-published',
        rewrites: rewritePage(answered, (html) => html.replaceAll(/127\.0\.0\.1:(?!33418)\d+/g, 'somewhere')),
      },
    ],
  },
  {
    id: 'registration/shows-no-logo-from-where-the-client-keeps-it',
    title: 'A page shows the logo of a client from the server’s own store, and has no browser fetch it from the client',
    clauses: ['cimd00/cimd-logo-prefetched'],
    dependsOn: control,
    async judge({ world, place, put }) {
      place.put('/logo.png', { headers: { 'content-type': 'image/png' }, body: '' });
      const { landing } = await ask(world, put('/logo.json', { logo_uri: `${place.origin}/logo.png` }));
      for (const { html, title } of landing.pages) {
        const expected = `no picture of the client’s on “${title}”`;
        expect.that(!html.includes(`${new URL(place.origin).host}/logo.png`), { expected, seen: 'its address' });
      }
    },
    remedy:
      'Fetch logo_uri when you read the document, keep the picture, and show it from your own origin; or show none.',
    mutants: [
      {
        name: 'shows-logos-from-where-clients-keep-them',
        rewrites: rewritePage(answered, (html) => {
          const [host] = /127\.0\.0\.1:(?!33418)\d+/.exec(html) ?? [];
          return host ? html.replace('<form', `<img alt="" src="https://${host}/logo.png"><form`) : html;
        }),
      },
    ],
  },
]);
