import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { rows } from './area.ts';
import { burst, exhausted } from './burst.ts';

type Judge = (refused: Answer) => void;

const whateverItSays: Judge = () => {};

const is429: Judge = (refused) => expect.status(refused, 429);

const saysWhen: Judge = (refused) =>
  expect.that(retryAfter(refused) !== undefined, {
    expected: 'Retry-After in seconds or as an HTTP date',
    seen: refused.headers['retry-after'] || 'none',
    at: refused,
  });

const saysHowMuch: Judge = (refused) =>
  expect.that(/\d/.test(refused.words()) && refused.words().length > 40, {
    expected: 'a sentence with the limit in it',
    seen: refused.words() || 'nothing',
    at: refused,
  });

const invitesNoCache: Judge = (refused) => {
  const control = refused.headers['cache-control'] ?? '';
  const stored = /public|max-age=[1-9]|s-maxage=[1-9]/i.test(control) && !/no-store/i.test(control);
  expect.that(!stored, { expected: 'no-store, or nothing that lets a cache keep it', seen: control, at: refused });
};

const a429 = { path: '/mcp', status: 429 };

interface Refusal {
  judge: Judge;
}

const overTheLimit: Table<Refusal> = {
  async run(world, { judge }) {
    const { refused } = await burst(world, world.mcp(await exhausted(world)));
    judge(refused);
  },
};

/** Calls until one is refused, and what that one is answered. */
export default rows(overTheLimit, [
  {
    id: 'rate-limits/limits-calls',
    title: 'A flood of tool calls comes to a limit',
    // MCP demands a limit and does not say which: one that is higher than our patience is no breach.
    clauses: ['mcp/tools/rate-limit-seen', 'mcp/tools/server-rate-limits'],
    dependsOn: ['wire/answers-as-json-or-an-event-stream'],
    judge: whateverItSays,
    remedy: 'Count tool calls for each user, a token bucket for example, and refuse those beyond it.',
    variations: ['slow-answers', 'retry-after-as-a-date', 'answers-in-an-event-stream', 'header-names-in-capitals'],
    mutants: [
      { name: 'counts-no-calls', replaces: { callCountsAgainstTheLimit: () => false } },
      { name: 'never-runs-out-of-calls', replaces: { bucketHasRoom: () => true } },
    ],
  },
  {
    id: 'rate-limits/says-429',
    title: 'A call over the limit is 429, not some other error',
    clauses: ['rfc6585/429-for-rate-limit'],
    judge: is429,
    remedy: 'Answer 429: clients take 403 for a missing right and 500 for a fault, and neither is worth waiting for.',
    variations: ['retry-after-as-a-date', 'answers-in-an-event-stream', 'media-types-in-another-case'],
    mutants: [{ name: 'calls-too-many-calls-forbidden', replaces: { overTheLimitIs429: () => 403 } }],
  },
  {
    id: 'rate-limits/says-when-to-come-back',
    title: 'A 429 says in Retry-After when to come back, in whole seconds or as a date',
    clauses: ['rfc6585/429-retry-after', 'rfc9110/retry-after-syntax'],
    judge: saysWhen,
    remedy: 'Send Retry-After with the number of seconds after which the next call will be served.',
    variations: [
      'slow-answers',
      'retry-after-as-a-date',
      'answers-in-an-event-stream',
      'more-in-results',
      'headers-of-a-proxy',
    ],
    mutants: [
      { name: 'does-not-say-when-to-come-back', replaces: { retryAfterIsSent: () => undefined } },
      { name: 'says-to-come-back-soon', replaces: { retryAfterIsSent: () => 'soon' } },
    ],
  },
  {
    id: 'rate-limits/explains-itself',
    title: 'A 429 says in words what the limit is',
    clauses: ['rfc6585/429-details'],
    dependsOn: ['rate-limits/says-429'],
    judge: saysHowMuch,
    remedy: 'Say in the body how many calls a user has in which time.',
    variations: ['retry-after-as-a-date', 'answers-in-an-event-stream', 'header-names-in-capitals'],
    mutants: [{ name: 'refuses-without-a-word', rewrites: rewriteAnswer(a429, { body: { error: 'rate_limit' } }) }],
  },
  {
    id: 'rate-limits/keeps-429-out-of-caches',
    title: 'A 429 is not stored by any cache',
    clauses: ['rfc6585/429-not-stored'],
    weakBecause: 'It is said to caches; that a server invites none to store a 429 follows from it.',
    dependsOn: ['rate-limits/says-429'],
    judge: invitesNoCache,
    remedy: 'Send Cache-Control: no-store with a 429.',
    variations: [
      'no-store-among-other-words',
      'retry-after-as-a-date',
      'answers-in-an-event-stream',
      'connections-are-closed',
    ],
    mutants: [
      {
        name: 'lets-caches-keep-a-429',
        rewrites: rewriteAnswer(a429, { headers: { 'cache-control': 'public, max-age=3600' } }),
      },
    ],
  },
]);
