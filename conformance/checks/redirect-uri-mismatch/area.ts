import { area } from '../../vocabulary/check.ts';

/** Where a browser is never sent. */
export const { check, rows } = area({
  per: 'url',
  spends: 'sign-ins',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  needsNobody: true,
});
