import { area } from '../../vocabulary/check.ts';

/** What a token opens, and what it does not. */
export const { check, rows } = area({ applies: { needs: ['bearer-tokens'] } });
