import { area } from '../../vocabulary/check.ts';

/** Codes and refresh tokens: once, in time, by their owner. */
export const { check, rows } = area({
  variations: ['errors-without-words', 'errors-with-more'],
  per: 'url',
  spends: 'tokens',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
});
