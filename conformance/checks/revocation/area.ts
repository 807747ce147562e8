import { area } from '../../vocabulary/check.ts';

/** Taking access away. */
export const { check, rows } = area({ spends: 'tokens', applies: { needs: ['oauth'] } });
