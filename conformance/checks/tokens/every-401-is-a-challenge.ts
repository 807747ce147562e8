import { eachRefusalChallenges } from '../../observers/challenges.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'tokens/every-401-is-a-challenge',
    title:
      'Every 401 says in WWW-Authenticate what would do, at the token endpoint where an Authorization header was sent',
    clauses: ['rfc9110/401-has-challenge', 'oauth21/token-invalid-client-401'],
    per: 'url',
    observes: eachRefusalChallenges,
    ridesOn: ['tokens/names-the-error-of-a-bad-token'],
    remedy: 'Send WWW-Authenticate with each 401, or another status where no credentials would help.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'refuses-a-token-without-a-word',
        rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, ({ headers }) =>
          String(headers['www-authenticate']).includes('invalid_token')
            ? { headers: { 'www-authenticate': undefined } }
            : undefined,
        ),
      },
    ],
  }),
);
