import { area } from '../../vocabulary/check.ts';

/** How a client gets known. */
export const { check, rows } = area({ per: 'url', blame: 'authorization-server' });
