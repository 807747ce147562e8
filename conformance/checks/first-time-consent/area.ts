import { area } from '../../vocabulary/check.ts';

/** Who is asked, about what, and how often. */
export const { check, rows } = area({ per: 'url', applies: { needs: ['oauth'] } });
