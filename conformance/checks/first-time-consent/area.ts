import { area } from '../../vocabulary/check.ts';

/** Who is asked, about what, and how often. */
export const { check, rows } = area({
  judges: 'consent',
  per: 'url',
  spends: 'sign-ins',
  applies: { needs: ['oauth'] },
});
