import { area } from '../../vocabulary/check.ts';

/** Where a browser is never sent. */
export const { check, rows } = area({
  variations: ['pages-in-capitals', 'forms-with-more-fields'],
  per: 'url',
  spends: 'sign-ins',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  needsNobody: true,
});
