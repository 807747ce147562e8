import { area } from '../../vocabulary/check.ts';

/** Orders that take two calls. */
export const { check, rows } = area({
  orders: 4,
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  applies: { needs: ['two-step-orders'] },
  dependsOn: ['confirmation/gives-an-id-and-a-summary'],
});
