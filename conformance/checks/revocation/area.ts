import { area } from '../../vocabulary/check.ts';

/** Taking access away. */
export const { check, rows } = area({
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  spends: 'tokens',
  applies: { needs: ['oauth'] },
});
