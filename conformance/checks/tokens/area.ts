import { area } from '../../vocabulary/check.ts';

/** What the gateway verifies in a token. */
export const { check, rows } = area({
  variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
  applies: { needs: ['bearer-tokens'] },
});
