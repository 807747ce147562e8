import { area } from '../../vocabulary/check.ts';

/** Where a browser is never sent. */
export const { check, rows } = area({
  per: 'url',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  needsNobody: true,
});
