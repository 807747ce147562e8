import type { Profile } from '../vocabulary/profile.ts';
import { BROKERAGE_SCOPES } from './brokerage-scopes.ts';
import { brokerageTools, limitOrder } from './brokerage-tools.ts';
import { recommended } from './recommended.ts';

/** Clients use a Client ID from Client Center; the gateway signs users in at the brokerage (models Aries). */
export const staticClient: Profile = {
  id: 'static-client',
  title: 'Client ID from Client Center, no dynamic registration',
  demands: ['oauth', 'client-ids', 'refresh', 'revocation'],
  without: recommended,
  features: [
    'client-center',
    'direct-mode',
    'success-page',
    'platform-callbacks',
    'strict-credentials',
    'sign-in-at-the-brokerage',
    'broker-codes',
    'one-url',
    'trading-api',
    'tools-by-scope',
    'read-only-connections',
    'annotated-tools',
    'call-limit',
    'revocation-ends-the-grant',
  ],
  scopes: BROKERAGE_SCOPES,
  accountField: 'id',
  tools: { ...brokerageTools, place: { name: 'place_order', args: limitOrder } },
};
