import {
  labelsOfMeta,
  namesOfExtensions,
  namesOfMeta,
  noLogging,
  ownersOfMeta,
  prefixesOfMeta,
  serverInResults,
  traces,
} from '../../observers/metadata.ts';
import { observer } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

// What servers put into `_meta`, and how they name it.

const applies = { eras: since('2025-06-18') };
const stateless = { eras: since('2026-07-28') };
const ridesOn = ['wire/says-what-its-schemas-say', 'wire/declares-that-it-has-tools'] as const;
const withMeta = (key: string, value: unknown = 1) =>
  rewriteResult((result) => result._meta && { ...result, _meta: { ...result._meta, [key]: value } });

export default [
  observer({
    id: 'wire/prefixes-its-metadata-with-labels',
    title: 'A prefix in _meta is a series of labels with dots between them',
    clauses: ['mcp/base/meta-prefix-grammar'],
    applies,
    ridesOn,
    observes: prefixesOfMeta,
    remedy: 'Write prefixes in _meta as com.example/, with neither an empty label nor a second slash.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'a-cookie-of-the-load-balancer'],
    mutants: [{ name: 'prefixes-metadata-with-a-path', rewrites: withMeta('com.example/books/page') }],
  }),
  observer({
    id: 'wire/labels-its-metadata-by-the-grammar',
    title: 'Labels in _meta begin with a letter and end with a letter or a digit',
    clauses: ['mcp/base/meta-label-grammar'],
    applies,
    ridesOn,
    observes: labelsOfMeta,
    remedy: 'Begin each label of a prefix in _meta with a letter and end it with a letter or a digit.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
    mutants: [{ name: 'labels-metadata-with-a-number', rewrites: withMeta('com.4example/page') }],
  }),
  observer({
    id: 'wire/names-its-metadata-by-the-grammar',
    title: 'Names in _meta begin and end with a letter or a digit',
    clauses: ['mcp/base/meta-name-grammar'],
    applies,
    ridesOn,
    observes: namesOfMeta,
    remedy: 'Begin and end names in _meta with a letter or a digit.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'header-names-in-capitals'],
    mutants: [{ name: 'names-metadata-with-a-line-at-its-end', rewrites: withMeta('com.example/page_') }],
  }),
  observer({
    id: 'wire/prefixes-its-metadata-with-a-domain',
    title: 'A prefix in _meta is a domain the other way round',
    clauses: ['mcp-2026-07-28/base/meta-reverse-dns'],
    applies: stateless,
    ridesOn,
    observes: ownersOfMeta,
    remedy: 'Use a domain that is yours as prefix, such as com.example/.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'connections-are-closed'],
    mutants: [{ name: 'prefixes-metadata-with-one-word', rewrites: withMeta('example/page') }],
  }),
  observer({
    id: 'wire/says-whose-each-result-is',
    title: 'Each result carries the serverInfo of whoever gave it',
    clauses: ['mcp-2026-07-28/base/server-info-in-results', 'mcp-2026-07-28/discover/server-info'],
    applies: stateless,
    ridesOn,
    observes: serverInResults,
    remedy: 'Put io.modelcontextprotocol/serverInfo into the _meta of every result.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'connections-are-closed'],
    mutants: [
      { name: 'gives-results-of-nobody', rewrites: rewriteResult((result) => ({ ...result, _meta: undefined })) },
    ],
  }),
  observer({
    id: 'wire/writes-traces-as-they-are-defined',
    title: 'traceparent, tracestate and baggage in _meta are as W3C has them',
    clauses: ['mcp-2026-07-28/base/trace-context-format'],
    applies: stateless,
    ridesOn,
    observes: traces,
    remedy: 'Copy trace context as your tracing library gives it, and leave it out where there is none.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
    mutants: [{ name: 'writes-traces-in-words', elsewhere: true, rewrites: withMeta('traceparent', 'the first one') }],
  }),
  observer({
    id: 'wire/names-its-extensions-with-a-prefix',
    title: 'Extensions that are declared have names with a prefix, in the grammar of _meta',
    clauses: ['mcp-2026-07-28/versioning/extension-identifier-format'],
    applies: stateless,
    ridesOn,
    observes: namesOfExtensions,
    remedy: 'Name extensions as com.example/name.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-spaces-and-in-another-order'],
    mutants: [
      {
        name: 'names-an-extension-without-a-prefix',
        elsewhere: true,
        rewrites: rewriteResult(
          (result) =>
            result.capabilities && { ...result, capabilities: { ...result.capabilities, extensions: { charts: {} } } },
        ),
      },
    ],
  }),
  observer({
    id: 'wire/does-not-take-up-logging',
    title: 'A server of this revision does not declare logging, which is deprecated',
    clauses: ['mcp-2026-07-28/logging/deprecated'],
    applies: stateless,
    ridesOn: ['wire/declares-that-it-has-tools'],
    observes: noLogging,
    remedy: 'Write logs where you run: to stderr, or by OpenTelemetry.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
    mutants: [
      {
        name: 'takes-up-logging',
        rewrites: rewriteResult(
          (result) => result.capabilities && { ...result, capabilities: { ...result.capabilities, logging: {} } },
        ),
      },
    ],
  }),
].map(check);
