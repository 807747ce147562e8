import { area } from '../../vocabulary/check.ts';

/** Taking access away. */
export const { check, rows } = area({ applies: { needs: ['oauth'] } });
