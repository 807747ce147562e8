import { area } from '../../vocabulary/check.ts';

/** Who is asked, about what, and how often. */
export const { check, rows } = area({
  variations: ['pages-in-capitals', 'forms-with-more-fields'],
  judges: 'consent',
  per: 'url',
  spends: 'sign-ins',
  applies: { needs: ['oauth'] },
});
