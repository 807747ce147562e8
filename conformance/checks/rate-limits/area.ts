import { area } from '../../vocabulary/check.ts';

/** How much, and what is said when it is too much. */
export const { check, rows } = area({
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  judges: 'limits',
  spends: 'many tokens',
  applies: { needs: ['oauth'] },
  dependsOn: ['rate-limits/limits-calls'],
});
