import { area, type Conduct } from '../../vocabulary/check.ts';

/** A code is worthless without its verifier. */
export const { check, rows } = area({
  variations: ['errors-without-words', 'errors-with-more'],
  per: 'url',
  spends: 'sign-ins',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
});

/** The same of the brokerage, for clients that go there directly. */
export const ofTheBrokerage: Conduct = {
  applies: { needs: ['direct-mode'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
};
