import type { Profile } from '../vocabulary/profile.ts';
import { recommended } from './recommended.ts';

const scopes = 'directory.read events.read messages.read positions.read stats.read';

/** Partners sign in or bring a key; data that is only read (models Centaur). */
export const partnerKey: Profile = {
  id: 'partner-key',
  title: 'OAuth 2.1 for partners, with a partner key where no one signs in; read-only data',
  use: [
    'openbell serve --profile partner-key   starts one, and prints its partner keys and a client with a secret',
    'the MCP URL alone                      is enough for a client that signs in: it registers itself, once; openbell explain CE-1',
    'Authorization: Bearer KEY              for a client with headers of its own; what the key lacks is 403; CE-4',
    '  --key-in-address                     takes MCP_URL?api_key=KEY too, for a client that can send no header',
    '  --added                              serves a tool that came later, under a scope that older connections lack',
    'list_traders, list_assets              come first: other tools take the ids that they list; CE-6',
  ],
  demands: ['oauth', 'registration', 'refresh', 'revocation', 'client-secrets'],
  without: ['trading', ...recommended],
  features: [
    'partner-keys',
    'consent-page',
    'ai-clients-page',
    'scope-choice',
    'own-tokens-only',
    'call-limit',
    'strict-credentials',
    'call-bursts',
    'revocation-ends-the-grant',
    'registration-limit',
    'sign-in-at-the-brokerage',
    'one-url',
    'tools-by-scope',
    'annotated-tools',
    'registered-grants',
    'first-party-partner',
  ],
  scopes: { read: scopes, trade: scopes },
  accountField: 'id',
  tools: {
    accounts: { name: 'list_traders', args: () => ({}) },
    positions: { name: 'list_open_positions', args: () => ({ limit: 5 }) },
    summary: { name: 'list_events', args: () => ({ limit: 5 }) },
    orders: { name: 'list_valid_closed_positions', args: () => ({ limit: 5 }) },
  },
};
