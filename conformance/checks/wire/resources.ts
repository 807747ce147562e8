import { until } from '../../vocabulary/era.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteError, rewriteResult } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import {
  everySecondTime,
  fails,
  features,
  hides,
  isError,
  listed,
  lists,
  sameOnEveryConnection,
  says,
  serves,
  undeclared,
} from './offers.ts';
import { stateless } from './who-listens.ts';

// What there is to read besides tools.

const UNKNOWN = 'openbell://there-is/no-such-resource';
const isBase64 = (text: unknown): boolean =>
  typeof text === 'string' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
/** How many resources are read. */
const MOST = 5;

export default [
  ...rows(undeclared, [
    {
      id: 'wire/declares-its-resources',
      title: 'A server with resources declares so',
      clauses: ['mcp/resources/capability'],
      capability: 'resources',
      isThere: lists('resources'),
      remedy: 'Declare "resources" in the capabilities.',
      noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
      mutants: [{ name: 'hides-that-it-has-resources', elsewhere: true, rewrites: hides('resources') }],
    },
  ]),
  ...rows(features, [
    {
      id: 'wire/lists-its-resources',
      title: 'A server that declares resources answers resources/list',
      clauses: ['mcp-2026-07-28/resources/list-answered'],
      applies: stateless,
      capability: 'resources',
      async judge(mcp) {
        const answer = await mcp.request('resources/list');
        says(answer, Array.isArray(answer.rpc()?.result?.resources), 'a list of resources');
      },
      remedy: 'Answer resources/list, with an empty list where there are none.',
      mutants: [{ name: 'declares-resources-and-has-none', elsewhere: true, rewrites: fails('resources') }],
    },
    {
      id: 'wire/lists-the-same-resources-on-every-connection',
      title: 'Which resources there are does not depend on the connection',
      clauses: ['mcp-2026-07-28/resources/list-not-per-connection'],
      applies: stateless,
      capability: 'resources',
      judge: sameOnEveryConnection('resources'),
      remedy: 'Work resources/list out from the token and the user alone.',
      mutants: [{ name: 'shows-resources-every-second-time', elsewhere: true, rewrites: everySecondTime('resources') }],
    },
    {
      id: 'wire/refuses-an-unknown-resource',
      title: 'A resource that does not exist is the error -32602, and no empty list of contents',
      clauses: ['mcp-2026-07-28/resources/not-found-code', 'mcp-2026-07-28/resources/no-empty-contents'],
      applies: stateless,
      capability: 'resources',
      judge: async (mcp) => expect.rpcError(await mcp.request('resources/read', { uri: UNKNOWN }), -32602),
      remedy: 'Answer resources/read of what does not exist with -32602.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'calls-an-unknown-resource-an-internal-error',
          elsewhere: true,
          rewrites: rewriteError(-32602, (body) => ({ body: { ...body, error: { ...body.error, code: -32603 } } })),
        },
        {
          name: 'reads-nothing-from-nowhere',
          elsewhere: true,
          rewrites: serves(-32602, /no such resource/, { contents: [] }),
        },
      ],
    },
    {
      id: 'wire/refuses-an-unknown-resource-in-sessions',
      title: 'A resource that does not exist is the error -32002',
      clauses: ['mcp-2025-11-25/resources/not-found-code'],
      applies: { eras: until('2025-11-25') },
      capability: 'resources',
      judge: async (mcp) => expect.rpcError(await mcp.request('resources/read', { uri: UNKNOWN }), -32002),
      remedy: 'Answer resources/read of what does not exist with -32002 in revisions before 2026-07-28.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'says-another-code-of-an-unknown-resource',
          elsewhere: true,
          rewrites: rewriteError(-32002, (body) => ({ body: { ...body, error: { ...body.error, code: -32603 } } })),
        },
      ],
    },
    {
      id: 'wire/refuses-a-resource-without-an-address',
      title: 'What is no URI is not read',
      clauses: ['mcp/resources/uri-validation'],
      capability: 'resources',
      async judge(mcp) {
        isError(await mcp.request('resources/read', { uri: 'no uri' }), 'a URI that is none');
        isError(await mcp.request('resources/read', { uri: ['a', 'list'] }), 'a list in place of a URI');
      },
      remedy: 'Parse the URI of resources/read, and answer -32602 where it is none.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'reads-from-anywhere',
          elsewhere: true,
          rewrites: serves(-32602, /no URI/, { contents: [{ uri: 'x:y', text: '' }] }),
        },
      ],
    },
    {
      id: 'wire/reads-no-file-outside-of-its-resources',
      title: 'A path with .. in it leads to no file of the machine',
      clauses: ['mcp/resources/no-path-traversal'],
      capability: 'resources',
      async judge(mcp) {
        const file = (await listed(mcp, 'resources')).find(({ uri }) => String(uri).startsWith('file:'));
        if (!file) throw new NotOffered('none of its resources is a file');
        for (const way of ['/..', '/%2e%2e', '/..%2f..']) {
          const answer = await mcp.request('resources/read', { uri: `${file.uri}${way.repeat(12)}/etc/passwd` });
          says(answer, !/\broot:[^:]*:0:0:/.test(answer.text), 'no file of the machine');
        }
      },
      remedy: 'Resolve the path, and read it only where it lies inside of the folder that is served.',
      mutants: [
        {
          name: 'reads-any-file',
          elsewhere: true,
          rewrites: serves(-32602, /\.\./, {
            contents: [{ uri: 'file:///etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh' }],
          }),
        },
      ],
    },
    {
      id: 'wire/encodes-binary-resources',
      title: 'What is binary in a resource is base64',
      clauses: ['mcp/resources/binary-encoded'],
      capability: 'resources',
      async judge(mcp) {
        let seen = 0;
        for (const { uri } of (await listed(mcp, 'resources')).slice(0, MOST)) {
          const answer = await mcp.request('resources/read', { uri });
          for (const { blob } of answer.rpc()?.result?.contents ?? []) {
            if (blob === undefined) continue;
            seen++;
            says(answer, isBase64(blob), `base64 in ${uri}`);
          }
        }
        if (seen === 0) throw new NotOffered('none of the resources that were read is binary');
      },
      remedy: 'Encode binary contents in base64.',
      mutants: [
        {
          name: 'sends-binary-as-it-is',
          elsewhere: true,
          rewrites: rewriteResult(
            (result) =>
              result.contents?.[0]?.blob && {
                ...result,
                contents: [{ ...result.contents[0], blob: '\u0089PNG\u0001' }],
              },
          ),
        },
      ],
    },
  ]),
];
