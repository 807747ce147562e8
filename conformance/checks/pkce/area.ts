import { area } from '../../vocabulary/check.ts';

/** A code is worthless without its verifier. */
export const { check, rows } = area({ per: 'url', applies: { needs: ['oauth'] }, blame: 'authorization-server' });
