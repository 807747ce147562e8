import {
  limitHasWhatIsLeft,
  limitsArePolicies,
  partitionIsBytes,
  partitionNamesNobody,
  policyHasAQuota,
  policyIsAList,
  policyStays,
  quotaUnitIsText,
  resetIsInSeconds,
  retryIsNotBeforeTheReset,
  windowIsInSeconds,
} from '../../observers/rate-limit-fields.ts';
import { type Obligation, observer } from '../../vocabulary/check.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import type { Observation } from '../../vocabulary/observation.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

// What the fields RateLimit and RateLimit-Policy say where an answer has them.

/** A sin: all answers of the MCP URL have these fields. */
const says = (name: string, headers: Record<string, string>): Mutant => ({
  name,
  rewrites: rewriteAnswer({ path: '/mcp' }, { headers }),
});

/** A sin: each answer has another quota. */
function changesItsPolicy(): Mutant {
  let quota = 100;
  return {
    name: 'has-another-policy-each-time',
    rewrites: rewriteAnswer({ path: '/mcp' }, () => ({
      headers: { 'ratelimit-policy': `"default";q=${quota++};w=60` },
    })),
  };
}

const anybodysAnswers = ['wire/answers-as-json-or-an-event-stream'] as const;

const fields = ({
  observes,
  ridesOn = anybodysAnswers,
  ...own
}: Obligation & { observes: Observation; ridesOn?: readonly [string, ...string[]] }) => ({
  ...check(
    observer({
      ...own,
      per: 'url',
      observes,
      ridesOn,
    }),
  ),
  dependsOn: [],
});

export default [
  fields({
    id: 'rate-limits/policies-are-a-list-of-names',
    title: 'RateLimit-Policy is a list of policies whose names are in quotes',
    clauses: ['ratelimit/ratelimit-policy-syntax'],
    observes: policyIsAList,
    remedy: 'Write RateLimit-Policy: "name";q=100;w=60.',
    variations: ['limits-are-told'],
    mutants: [says('names-its-policies-without-quotes', { 'ratelimit-policy': 'default;q=100;w=60' })],
  }),
  fields({
    id: 'rate-limits/policies-have-a-quota',
    title: 'Each policy in RateLimit-Policy has its quota as q',
    clauses: ['ratelimit/ratelimit-policy-q'],
    observes: policyHasAQuota,
    remedy: 'Say with q how much each policy allows.',
    variations: ['limits-are-told'],
    mutants: [
      says('has-policies-without-a-quota', { 'ratelimit-policy': '"default";w=60' }),
      says('allows-less-than-nothing', { 'ratelimit-policy': '"default";q=-1;w=60' }),
    ],
  }),
  fields({
    id: 'rate-limits/windows-are-in-seconds',
    title: 'The window of a policy is a number of seconds above zero',
    clauses: ['ratelimit/ratelimit-policy-w'],
    observes: windowIsInSeconds,
    remedy: 'Write w as a whole number of seconds, or leave it out.',
    variations: ['limits-are-told'],
    mutants: [says('has-windows-of-no-time', { 'ratelimit-policy': '"default";q=100;w=0' })],
  }),
  fields({
    id: 'rate-limits/units-are-text',
    title: 'The unit of a quota is a string',
    clauses: ['ratelimit/ratelimit-policy-qu'],
    observes: quotaUnitIsText,
    remedy: 'Put the unit in quotes: qu="content-bytes".',
    variations: ['limits-are-told'],
    mutants: [says('names-units-without-quotes', { 'ratelimit-policy': '"default";q=100;qu=requests' })],
  }),
  fields({
    id: 'rate-limits/limits-say-what-is-left',
    title: 'RateLimit says of each policy how much is left, as r',
    clauses: ['ratelimit/ratelimit-r'],
    observes: limitHasWhatIsLeft,
    remedy: 'Say with r how much is left, as a whole number.',
    variations: ['limits-are-told'],
    mutants: [
      says('does-not-say-what-is-left', { ratelimit: '"default";t=30' }),
      says('says-in-words-what-is-left', { ratelimit: '"default";r=some;t=30' }),
    ],
  }),
  fields({
    id: 'rate-limits/resets-are-in-seconds',
    title: 'When a quota is restored is said in a whole number of seconds',
    clauses: ['ratelimit/ratelimit-t'],
    observes: resetIsInSeconds,
    remedy: 'Write t as a whole number of seconds from now on.',
    variations: ['limits-are-told'],
    mutants: [says('restores-quotas-at-a-time-of-day', { ratelimit: '"default";r=50;t="15:00"' })],
  }),
  fields({
    id: 'rate-limits/partitions-are-bytes',
    title: 'The partition that a limit is counted for is a byte sequence',
    clauses: ['ratelimit/ratelimit-pk'],
    observes: partitionIsBytes,
    remedy: 'Write pk in base64 between colons.',
    variations: ['limits-are-told'],
    mutants: [says('writes-partitions-as-text', { ratelimit: '"default";r=50;pk="trader"' })],
  }),
  fields({
    id: 'rate-limits/limits-are-of-named-policies',
    title: 'RateLimit speaks of policies that RateLimit-Policy names, where an answer has both',
    clauses: ['ratelimit/ratelimit-policy-name-match'],
    observes: limitsArePolicies,
    remedy: 'Use the same names in both fields.',
    variations: ['limits-are-told'],
    mutants: [
      says('limits-by-a-policy-of-no-name', { 'ratelimit-policy': '"default";q=100', ratelimit: '"hourly";r=50' }),
    ],
  }),
  fields({
    id: 'rate-limits/policies-stay',
    title: 'RateLimit-Policy is the same in answers to the same request',
    clauses: ['ratelimit/ratelimit-policy-stable'],
    observes: policyStays,
    ridesOn: ['rate-limits/limits-calls'],
    remedy: 'Say in RateLimit-Policy what is allowed in general, and in RateLimit what is left of it.',
    variations: ['limits-are-told'],
    mutants: [changesItsPolicy()],
  }),
  fields({
    id: 'rate-limits/retry-after-is-not-before-the-reset',
    title: 'Where both are said, Retry-After does not send clients back before the quota is restored',
    clauses: ['ratelimit/ratelimit-retry-after-not-earlier'],
    observes: retryIsNotBeforeTheReset,
    remedy: 'Send as Retry-After no less than t.',
    variations: ['limits-are-told'],
    mutants: [says('sends-clients-back-before-the-reset', { ratelimit: '"default";r=0;t=30', 'retry-after': '5' })],
  }),
  fields({
    id: 'rate-limits/partitions-name-nobody',
    title: 'The partition of a limit says nothing about its user, and is no credential',
    clauses: ['ratelimit/ratelimit-no-sensitive-pk'],
    observes: partitionNamesNobody,
    remedy: 'Send as pk a keyed hash, or leave it out.',
    variations: ['limits-are-told'],
    // trader@example.com
    mutants: [says('partitions-by-address', { ratelimit: '"default";r=50;pk=:dHJhZGVyQGV4YW1wbGUuY29t:' })],
  }),
];
