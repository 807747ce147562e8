import { inTheQuery } from '../../observers/redirects.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteLocation } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/answers-stand-in-the-query',
    title: 'What answers a request for a code stands in the query of the redirect URI, a code and an error alike',
    clauses: ['oauth21/code-in-query'],
    blame: 'authorization-server',
    observes: inTheQuery,
    ridesOn: ['first-time-consent/deny-is-access-denied', 'first-time-consent/state-comes-back-unchanged'],
    remedy: 'Put code, error and state into the query: what stands behind # no server of a client is told.',
    variations: ['pages-in-capitals', 'forms-with-more-fields', 'bodies-in-brotli'],
    mutants: [
      {
        name: 'tells-errors-behind-a-hash',
        rewrites: rewriteLocation((location) => location.replace(/\?(?=error=)/, '#')),
      },
    ],
  }),
);
