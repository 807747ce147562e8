import type { Profile } from '../vocabulary/profile.ts';
import { recommended } from './recommended.ts';
import { twoStepTools } from './two-step-tools.ts';

/** A platform mints a token for each of its users; an order takes two calls (models Connect Trade). */
export const mintedToken: Profile = {
  id: 'minted-token',
  title: 'A token minted by a platform for its user, orders in two steps',
  use: [
    'openbell serve --profile minted-token   starts one, and prints its platforms, their users, how a token is minted, and calls to copy',
    'POST /auth/tokens/user                  headers client-id, client-secret, user-id, user-secret; {"scopes":["read","trade"]}',
    'Authorization: Bearer TOKEN             goes into the settings of the client, for an hour; openbell explain CN-3',
    'create_order, then confirm_trade        the summary is for a person; their yes within two minutes sends it; CN-7',
    '60 calls a minute, 30 of them trades    what is more is a tool error that says when; CN-8',
    'openbell check URL                      grades one: “mint” in openbell.yaml says where and for whom; openbell explain minting',
    '  --plan                                says before what would be sent',
    '  --allow-orders --max-orders N         with paper_account in openbell.yaml; without, all that needs no order is judged',
  ],
  demands: ['bearer-tokens'],
  without: recommended,
  features: [
    'minting',
    'two-step-orders',
    'call-windows',
    'read-only-connections',
    'broker-codes',
    'one-url',
    'tools-by-scope',
    'annotated-tools',
  ],
  scopes: { read: 'read', trade: 'read trade' },
  accountField: 'id',
  tools: twoStepTools,
};
