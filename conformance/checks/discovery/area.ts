import { area } from '../../vocabulary/check.ts';

/** What a client finds out that knows one URL. */
export const { check, rows } = area({ judges: 'discovery', applies: { needs: ['oauth'] } });
