import { area } from '../../vocabulary/check.ts';

/** What the gateway verifies in a token. */
export const { check, rows } = area({ applies: { needs: ['bearer-tokens'] } });
