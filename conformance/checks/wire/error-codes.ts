import {
  legacyCodes,
  meaningOfReservedCodes,
  missingCapability,
  ownCodes,
  reservedCodes,
  retiredCodes,
} from '../../observers/codes.ts';
import { observer } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { rewriteError } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

// Which numbers errors carry, from the revision on that says whose they are.

const applies = { eras: since('2026-07-28') };
const ridesOn = ['wire/tells-an-unknown-method', 'wire/refuses-an-unknown-tool'] as const;
/** Says another code of what does not exist, with what goes with it. */
const instead = (code: number, data?: object) =>
  rewriteError(-32601, (said) => ({ body: { ...said, error: { ...said.error, code, ...(data ? { data } : {}) } } }));

export default [
  observer({
    id: 'wire/says-no-reserved-code-that-nobody-defined',
    title: 'Of the codes from -32020 to -32099 only those are said that the specification defines',
    clauses: ['mcp-2026-07-28/base/reserved-codes-defined-only'],
    applies,
    ridesOn,
    observes: reservedCodes,
    remedy: 'Take codes of your own from outside of the range of JSON-RPC: -32020 to -32099 belong to MCP.',
    variations: ['answers-in-an-event-stream', 'bodies-in-gzip', 'errors-in-other-words'],
    mutants: [{ name: 'makes-up-a-reserved-code', rewrites: instead(-32050) }],
  }),
  observer({
    id: 'wire/means-what-its-codes-mean',
    title: '-32020, -32021 and -32022 are said of what they are defined for, with the data that they carry',
    clauses: ['mcp-2026-07-28/base/reserved-codes-meaning'],
    applies,
    ridesOn,
    observes: meaningOfReservedCodes,
    remedy:
      'Say -32020 where headers and body differ, -32021 with data.requiredCapabilities, -32022 with data.supported, and of nothing else.',
    variations: ['answers-in-an-event-stream', 'headers-of-a-proxy', 'errors-in-other-words'],
    mutants: [
      { name: 'calls-an-unknown-method-a-wrong-header', rewrites: instead(-32020) },
      {
        name: 'calls-an-unknown-method-a-wrong-version',
        rewrites: instead(-32022, { supported: ['2026-07-28'], requested: '2026-07-28' }),
      },
    ],
  }),
  observer({
    id: 'wire/says-no-code-that-was-taken-back',
    title: '-32002 and -32042, which earlier revisions had, are not said',
    clauses: ['mcp-2026-07-28/base/retired-codes-not-emitted'],
    applies,
    ridesOn,
    observes: retiredCodes,
    remedy: 'Say -32602 of a resource that there is not, and ask for input in a result instead of -32042.',
    variations: ['answers-in-an-event-stream', 'json-with-escapes', 'errors-in-other-words'],
    mutants: [{ name: 'says-a-code-that-was-taken-back', rewrites: instead(-32002) }],
  }),
  observer({
    id: 'wire/says-no-code-from-before-the-rules',
    title: 'Codes from -32000 to -32019, which implementations gave out before there were rules, are not said',
    clauses: ['mcp-2026-07-28/base/legacy-codes-avoided', 'mcp-2026-07-28/base/no-new-legacy-codes'],
    applies,
    ridesOn,
    observes: legacyCodes,
    remedy: 'Say one of the codes of JSON-RPC, or one outside of -32768 to -32000.',
    variations: ['answers-in-an-event-stream', 'bodies-in-gzip', 'errors-in-other-words'],
    mutants: [{ name: 'gives-out-a-code-from-before-the-rules', rewrites: instead(-32013) }],
  }),
  observer({
    id: 'wire/keeps-its-own-codes-out-of-the-range-of-json-rpc',
    title: 'Codes that the server made up stand outside of -32768 to -32000',
    clauses: ['mcp-2026-07-28/base/own-codes-outside-range'],
    applies,
    ridesOn,
    observes: ownCodes,
    remedy: 'Choose codes outside of -32768 to -32000 for errors of your own.',
    variations: ['answers-in-an-event-stream', 'json-with-escapes', 'errors-in-other-words'],
    mutants: [{ name: 'makes-up-a-code-of-json-rpc', rewrites: instead(-32222) }],
  }),
  observer({
    id: 'wire/names-the-capability-that-is-missing',
    title: 'A refusal for a capability that the client lacks has status 400 and names it',
    clauses: ['mcp-2026-07-28/base/server-missing-capability-400'],
    applies,
    ridesOn: ['confirmation/asks-no-client-that-cannot-ask', 'wire/says-that-a-capability-is-missing'],
    observes: missingCapability,
    remedy: 'Answer -32021 with status 400, and list in data.requiredCapabilities what the client has to declare.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'keeps-to-itself-which-capability-is-missing',
        elsewhere: true,
        rewrites: rewriteError(-32021, (said) => ({ body: { ...said, error: { ...said.error, data: undefined } } })),
      },
      {
        name: 'says-200-where-a-capability-is-missing',
        elsewhere: true,
        rewrites: rewriteError(-32021, () => ({ status: 200 })),
      },
    ],
  }),
].map(check);
