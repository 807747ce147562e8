import { area } from '../../vocabulary/check.ts';

/** Partners, their keys, and what they get. */
export const { check, rows } = area({
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  applies: { needs: ['partner-keys'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
});
