import { area } from '../../vocabulary/check.ts';

/** What a client finds out that knows one URL. */
export const { check, rows } = area({
  variations: ['more-in-the-metadata', 'more-in-the-resource-metadata'],
  judges: 'discovery',
  applies: { needs: ['oauth'] },
});
