import * as asks from '../../observers/asks.ts';
import { type Observer, observer } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import { rewriteJson, rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

// What a server may ask its clients, and how, in the era in which it asks in results.

const applies = { eras: since('2026-07-28') };
const ridesOn = ['wire/says-what-its-schemas-say', 'wire/declares-that-it-has-tools'] as const;
const askers = [
  'confirmation/sends-after-a-yes-in-the-client',
  'wire/says-that-a-capability-is-missing',
  'wire/takes-no-for-an-answer',
] as const;

const form = {
  method: 'elicitation/create',
  params: { message: 'Which?', requestedSchema: { type: 'object', properties: {} } },
};
/** Asks this instead of answering a call. */
const askInstead = (request: object) =>
  rewriteResult(
    (result) =>
      result.content && { resultType: 'input_required', inputRequests: { which: request }, _meta: result._meta },
  );
// biome-ignore lint/suspicious/noExplicitAny: a mutant may spoil any part of what is asked
type Any = any;
/** Spoils each result that asks for input. */
const spoilt = (name: string, change: (result: Any) => Any): Mutant => ({
  name,
  elsewhere: true,
  rewrites: rewriteResult((result) => result.resultType === 'input_required' && change(result)),
});
/** Spoils each request in them, or its parameters. */
const spoiltRequest = (name: string, change: (request: Any) => Any): Mutant =>
  spoilt(name, (result) => ({
    ...result,
    inputRequests: Object.fromEntries(Object.entries(result.inputRequests).map(([key, one]) => [key, change(one)])),
  }));
const spoiltForm = (name: string, change: (params: Any) => object): Mutant =>
  spoiltRequest(name, (one) => (one.params.mode === 'url' ? one : { ...one, params: change(one.params) }));
const spoiltLink = (name: string, change: (params: Any) => object): Mutant =>
  spoiltRequest(name, (one) => (one.params.mode === 'url' ? { ...one, params: change(one.params) } : one));
const withField = (name: string, field: object) => (params: Any) => ({
  ...params,
  requestedSchema: { ...params.requestedSchema, properties: { [name]: field } },
});

type Rule = Omit<Observer, 'applies' | 'ridesOn'> & Partial<Pick<Observer, 'ridesOn'>>;
const rules: Rule[] = [
  {
    id: 'wire/asks-clients-for-what-they-can-do',
    title: 'Clients are asked for nothing that they did not declare',
    clauses: [
      'mcp-2026-07-28/mrtr/respects-capabilities',
      'mcp-2026-07-28/mrtr/no-elicitation-without-capability',
      'mcp-2026-07-28/base/server-undeclared-capability',
    ],
    ridesOn,
    observes: asks.asksWhatItCan,
    remedy: 'Look at clientCapabilities of each request, and answer -32021 where you cannot do without one.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'a-cookie-of-the-load-balancer'],
    mutants: [{ name: 'elicits-from-whoever-calls', rewrites: askInstead(form) }],
  },
  {
    id: 'wire/gives-tools-to-models-that-may-have-them',
    title: 'A model is given tools where the client declared so',
    clauses: ['mcp/sampling/no-tools-without-capability'],
    ridesOn,
    observes: asks.samplesWithinLimits,
    remedy: 'Send tools with sampling/createMessage where the client declared sampling.tools.',
    variations: [
      'tools-in-another-order',
      'more-in-schemas',
      'answers-in-an-event-stream',
      'more-in-results',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'gives-tools-to-any-model',
        rewrites: askInstead({
          method: 'sampling/createMessage',
          params: { messages: [], maxTokens: 1, tools: [{ name: 'buy', inputSchema: { type: 'object' } }] },
        }),
      },
    ],
  },
  {
    id: 'wire/asks-only-where-it-may',
    title: 'Input is asked for in answer to tools/call, prompts/get and resources/read, and to nothing else',
    clauses: ['mcp-2026-07-28/mrtr/only-on-supported-requests'],
    ridesOn,
    observes: asks.asksWhereItMay,
    remedy: 'Answer lists and server/discover with what you know.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'asks-before-it-lists',
        rewrites: rewriteResult(
          ({ tools, ...result }) => tools && { ...result, tools, resultType: 'input_required', requestState: 'later' },
        ),
      },
    ],
  },
  {
    id: 'wire/asks-something',
    title: 'A result that asks for input has inputRequests or a requestState',
    clauses: ['mcp-2026-07-28/mrtr/requests-or-state-present'],
    observes: asks.asksSomething,
    remedy: 'Put inputRequests, requestState or both into each result of input_required.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoilt('asks-for-nothing', ({ resultType }) => ({ resultType }))],
  },
  {
    id: 'wire/asks-in-known-ways',
    title: 'What is asked of a client is elicitation, sampling or roots',
    clauses: ['mcp-2026-07-28/mrtr/request-kinds'],
    observes: asks.asksInKnownWays,
    remedy: 'Ask with elicitation/create, sampling/createMessage or roots/list.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltRequest('asks-for-a-signature', (one) => ({ ...one, method: 'signature/create' }))],
  },
  {
    id: 'wire/asks-under-a-key-for-each',
    title: 'Each request in a result that asks for input has a key of its own',
    clauses: ['mcp-2026-07-28/mrtr/keys-unique'],
    observes: asks.asksByUniqueKeys,
    remedy: 'Give each of inputRequests another key.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [
      {
        name: 'asks-twice-under-one-key',
        elsewhere: true,
        rewrites: rewriteJson('/mcp', (body) => {
          const [key] = Object.keys(body.result?.inputRequests ?? {});
          const request = JSON.stringify({ [key ?? '']: form }).slice(1, -1);
          return key ? { body: JSON.stringify(body).replace('"inputRequests":{', `$&${request},`) } : undefined;
        }),
      },
    ],
  },
  {
    id: 'wire/gives-no-caching-hints-while-it-asks',
    title: 'A result that asks for input says nothing of caching',
    clauses: ['mcp-2026-07-28/caching/no-hints-on-input-required'],
    observes: asks.leavesHintsToCompleteResults,
    remedy: 'Leave ttlMs and cacheScope to complete results.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoilt('lets-questions-be-kept', (result) => ({ ...result, ttlMs: 1000, cacheScope: 'private' }))],
  },
  {
    id: 'wire/elicits-in-modes-that-the-client-has',
    title: 'Elicitations are of a mode that the client declared; an empty object stands for forms',
    clauses: ['mcp/elicitation/server-only-supported-modes'],
    observes: asks.elicitsInOfferedModes,
    remedy: 'Look whether the client declared elicitation.url before you send a link.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltForm('elicits-by-telephone', (params) => ({ ...params, mode: 'telephone' }))],
  },
  {
    id: 'wire/elicits-with-a-message',
    title: 'Elicitations have a message, and a mode unless they are forms',
    clauses: ['mcp/elicitation/request-parameters'],
    observes: asks.elicitsWithAMessage,
    remedy: 'Say in message what is asked for and why.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltForm('elicits-without-a-word', ({ message, ...params }) => params)],
  },
  {
    id: 'wire/gives-forms-a-schema',
    title: 'A form has a requestedSchema',
    clauses: ['mcp/elicitation/form-parameters'],
    observes: asks.formsHaveASchema,
    remedy: 'Send a requestedSchema of the type object with each form.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltForm('elicits-by-a-form-without-fields', ({ requestedSchema, ...params }) => params)],
  },
  {
    id: 'wire/gives-links-an-address',
    title: 'An elicitation by link has a url',
    clauses: ['mcp/elicitation/url-parameters'],
    observes: asks.linksHaveAnAddress,
    remedy: 'Send the url with mode "url".',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltLink('elicits-by-a-link-to-nowhere', ({ url, ...params }) => params)],
  },
  {
    id: 'wire/gives-links-that-are-urls',
    title: 'The url of an elicitation is a valid URL',
    clauses: ['mcp/elicitation/url-valid'],
    observes: asks.linksAreValid,
    remedy: 'Send an absolute URL.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltLink('elicits-by-half-a-link', (params) => ({ ...params, url: '/confirm' }))],
  },
  {
    id: 'wire/gives-links-by-https',
    title: 'Elicitations lead to pages by https',
    clauses: ['mcp/elicitation/url-https'],
    observes: asks.linksAreSecure,
    remedy: 'Serve the pages to which you send users by https.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltLink('elicits-in-the-clear', (params) => ({ ...params, url: 'http://shop.example/confirm' }))],
  },
  {
    id: 'wire/gives-links-without-credentials',
    title: 'The url of an elicitation holds no credentials',
    clauses: ['mcp/elicitation/url-no-user-secrets'],
    observes: asks.linksHoldNoSecrets,
    remedy: 'Put a random reference into the url, and keep what it stands for yourself.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [
      spoiltLink('elicits-by-a-link-with-a-token', (params) => ({ ...params, url: `${params.url}?access_token=e30` })),
    ],
  },
  {
    id: 'wire/asks-for-no-secrets-in-forms',
    title: 'Forms ask for no passwords, keys or payment credentials',
    clauses: [
      'mcp/elicitation/form-no-sensitive',
      'mcp/elicitation/form-security-no-sensitive',
      'mcp/elicitation/url-for-sensitive',
    ],
    observes: asks.formsAskNoSecrets,
    remedy: 'Send whoever has to enter a secret to a page of yours, by mode "url".',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [spoiltForm('asks-for-passwords-in-a-form', withField('brokerPassword', { type: 'string' }))],
  },
  {
    id: 'wire/puts-no-links-into-forms',
    title: 'Fields of forms hold no addresses to click',
    clauses: ['mcp/elicitation/form-no-clickable-urls'],
    observes: asks.formsHoldNoLinks,
    remedy: 'Send links by mode "url", where clients show them in full.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [
      spoiltForm(
        'puts-links-into-forms',
        withField('name', { type: 'string', description: 'See https://shop.example' }),
      ),
    ],
  },
];

export default rules.map((rule) => check(observer({ applies, ridesOn: askers, ...rule })));
