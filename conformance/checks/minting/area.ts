import { area } from '../../vocabulary/check.ts';

/** What a platform gets tokens for, and how. It knows no revision of MCP. */
export const { check, rows } = area({
  per: 'url',
  spends: 'tokens',
  blame: 'authorization-server',
  variations: ['json-with-spaces-and-in-another-order', 'header-names-in-capitals'],
  applies: { needs: ['minting'] },
});
