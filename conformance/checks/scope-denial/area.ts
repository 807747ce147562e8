import { area } from '../../vocabulary/check.ts';

/** What a token opens, and what it does not. */
export const { check, rows } = area({
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  spends: 'sign-ins',
  applies: { needs: ['bearer-tokens'] },
});
