import { noToken } from '../../observers/redirects.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteLocation } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'tokens/no-token-comes-by-a-redirect',
    title: 'A redirect to a client that asked for a code carries no token',
    clauses: ['oauth21/implicit-removed'],
    applies: { needs: ['oauth'] },
    per: 'url',
    blame: 'authorization-server',
    observes: noToken,
    ridesOn: ['tokens/token-answers-are-complete'],
    remedy: 'Send the code alone: addresses are kept in histories, logs and Referer headers.',
    variations: ['more-in-token-answers', 'bearer-in-small-letters', 'headers-of-a-proxy'],
    mutants: [
      {
        name: 'sends-a-token-beside-the-code',
        rewrites: rewriteLocation((location) =>
          /[?&]code=/.test(location) ? `${location}&access_token=a-token-in-an-address` : location,
        ),
      },
    ],
  }),
);
