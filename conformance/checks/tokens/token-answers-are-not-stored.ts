import { tokensAreNotStored } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'tokens/token-answers-are-not-stored',
    title: 'An answer that holds tokens forbids storing it',
    clauses: ['oauth21/token-no-store'],
    blame: 'authorization-server',
    observes: tokensAreNotStored,
    ridesOn: ['tokens/token-answers-are-complete'],
    remedy: 'Send Cache-Control: no-store with every answer of the token endpoint.',
    variations: [
      'no-store-among-other-words',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'headers-of-a-proxy',
    ],
    mutants: [
      {
        name: 'lets-token-answers-be-stored',
        replaces: { cachingOf: (kind) => (kind === 'page' ? 'no-store' : 'public, max-age=300') },
      },
    ],
  }),
);
