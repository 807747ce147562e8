import type { Result } from './results.ts';

/** Where the way to a check ended, in words for a finding. */
interface Stop {
  /** Equal for results with the same cause. */
  key: string;
  headline: string;
  expected?: string;
  remedy: string;
}

/** So many that it is not about one of them. */
const MANY = 10;

/** The parts of the way in that a result can be `blockedAt`. What is said of many is not so where the check `unless` passed. */
const stops: Readonly<Record<string, Omit<Stop, 'key'> & { many: string; unless?: string }>> = {
  'sign-in': {
    headline: 'A sign-in does not come back to the client',
    many: 'Nobody can sign in',
    unless: 'tokens/accepts-its-own-tokens',
    expected: 'the browser back at the redirect URI with a code, and tokens for it',
    remedy:
      'Sign in by hand with the same user (`openbell connect` shows each step), and see that the flow ends at the redirect URI.',
  },
  'no answer': {
    headline: 'Requests are not answered',
    many: 'The target does not answer',
    expected: 'a whole answer to each request, in time',
    remedy: 'Answer each request whole and within a few seconds, whatever the answer is.',
  },
  registration: {
    headline: 'A client cannot register',
    many: 'No client can register',
    unless: 'registration/answers-201-with-a-client-id',
    expected: '201 with a `client_id`',
    remedy: 'Answer a registration request with 201 and a `client_id`, or announce no registration endpoint.',
  },
};

/** What helps where the server has said why. */
const HELP: readonly [RegExp, string][] = [
  [
    /\binvalid_target\b/,
    'Have the authorization server know the MCP URL as a resource (RFC 8707): every MCP client sends it as `resource`.',
  ],
];

/** What differs from one time to the next says nothing about the cause. */
export const alike = (reason: string): string => reason.replace(/«[^»]*»|[0-9a-f-]{8,}|\d+/gi, '#');

/** Why a blocked result, where no control of it is in the run, was blocked; `count` results were, and those of the ids `passed` were not. */
export function stopOf(
  { blockedAt = '', blockedBy, reason = '' }: Result,
  count = 1,
  passed: ReadonlySet<string> = new Set(),
): Stop {
  const known = Object.hasOwn(stops, blockedAt) ? stops[blockedAt] : undefined;
  const remedy = HELP.find(([said]) => said.test(reason))?.[1] ?? known?.remedy ?? '';
  if (known) {
    const isMany = count >= MANY && !passed.has(known.unless ?? '');
    return { ...known, remedy, key: blockedAt, headline: isMany ? known.many : known.headline };
  }
  return {
    key: blockedBy ?? alike(reason),
    headline: blockedBy ? `What ${blockedBy} shows did not hold` : 'What had to work first did not',
    remedy: '',
  };
}
