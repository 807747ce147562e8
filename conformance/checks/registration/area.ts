import { area } from '../../vocabulary/check.ts';

/** How a client gets known. */
export const { check, rows } = area({ per: 'url', spends: 'registrations', blame: 'authorization-server' });
