import { area } from '../../vocabulary/check.ts';

/** What a token opens, and what it does not. */
export const { check, rows } = area({
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  applies: { needs: ['bearer-tokens'] },
});
