import { fitTheirStatus } from '../../observers/challenges.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'tokens/challenge-errors-fit-their-status',
    title: 'Wherever a challenge says invalid_token the status is 401, and 403 where it says insufficient_scope',
    clauses: ['oauth21/invalid-token-401', 'oauth21/insufficient-scope-403'],
    observes: fitTheirStatus,
    ridesOn: ['tokens/names-the-error-of-a-bad-token'],
    remedy: 'Answer a token that is not good with 401, and one that may too little with 403: clients decide by it.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'forbids-what-it-does-not-know',
        rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, ({ headers }) =>
          String(headers['www-authenticate']).includes('invalid_token') ? { status: 403 } : undefined,
        ),
      },
    ],
  }),
);
