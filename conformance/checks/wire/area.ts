import { area } from '../../vocabulary/check.ts';

/** The protocol of each era over HTTP. */
export const { check, rows } = area({
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
});
