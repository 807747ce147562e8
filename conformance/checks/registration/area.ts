import { area } from '../../vocabulary/check.ts';

/** How a client gets known. */
export const { check, rows } = area({
  variations: ['errors-without-words', 'errors-with-more'],
  per: 'url',
  spends: 'registrations',
  blame: 'authorization-server',
});
