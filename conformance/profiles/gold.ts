import type { Profile } from '../vocabulary/profile.ts';
import { twoStepTools } from './two-step-tools.ts';

const read =
  'user:information account:information position:information order:information market:information calendar:information';

/** What the specifications recommend, at once: nobody's product yet. */
export const gold: Profile = {
  id: 'gold',
  title: 'Every way in and every feature that the specifications recommend',
  use: [
    'openbell serve --profile gold           starts one; the MCP URL alone is enough for a client that signs in',
    '  --dpop                               binds tokens to the keys of clients that prove one (RFC 9449); --dpop nonces demands nonces',
    '  --fixtures official                  adds what the official conformance suite asks for; npm run official runs that',
    'client_id=https://…/client.json        a client that describes itself in a document; or it registers, with a secret, a key or neither',
    'place_order                            asks the user in the client: by elicitation, or by a request in rounds with sealed state',
    'create_order, then confirm_trade       the same for clients that cannot ask',
    'summarize_portfolio, place_order       may be called as tasks, in sessions of 2025-11-25',
    'brokerage://accounts/…/positions       resources that can be followed; prompts, completion, logs, progress; lists page by page',
  ],
  demands: [
    'oauth',
    'registration',
    'refresh',
    'revocation',
    'client-secrets',
    'metadata-documents',
    'managed-registrations',
    'client-assertions',
    'introspection',
  ],
  features: [
    'consent-page',
    'scope-choice',
    'own-tokens-only',
    'ai-clients-page',
    'two-step-orders',
    'read-only-connections',
    'call-limit',
    'strict-credentials',
    'call-bursts',
    'revocation-ends-the-grant',
    'registration-limit',
    'sign-in-at-the-brokerage',
    'broker-codes',
    'one-url',
    'tools-by-scope',
    'annotated-tools',
    'registered-grants',
    'first-party-partner',
    'conversations',
  ],
  scopes: { read, trade: `${read} order:execution` },
  accountField: 'id',
  tools: twoStepTools,
};
