import { letsPartnersIn } from '../../ways-in/partners.ts';
import { profile } from '../profile.ts';
import type { Scope } from '../scope.ts';
import { partnerResources } from './resources.ts';
import { partnerSummaries } from './tools/summaries.ts';
import { partnerKeyTools } from './tools.ts';

const scopes: readonly Scope[] = [
  { name: 'directory.read', title: 'Directory', words: 'list traders and assets' },
  { name: 'events.read', title: 'Events', words: 'see what positions were opened and closed' },
  { name: 'messages.read', title: 'Messages', words: 'read what traders write' },
  { name: 'positions.read', title: 'Positions', words: 'see positions, open and closed' },
  { name: 'stats.read', title: 'Statistics', words: 'see statistics of traders and assets' },
];

/** Data for partners, read-only: whoever signs in or brings a key is let in as far as they are partners. */
export const partnerKey = profile({
  id: 'partner-key',
  title: 'OAuth 2.1 for partners, with a partner key where no one signs in; read-only data',
  wayIn: letsPartnersIn,
  features: [
    'registration',
    'first-party-partner',
    'ai-clients-page',
    'partner-keys',
    'provisioned-clients',
    'separate-scopes',
  ],
  scopes,
  smallestScopes: scopes.map(({ name }) => name),
  tradeScope: undefined,
  upstreamScopes: ['user:information'],
  tools: partnerKeyTools,
  resources: partnerResources,
  added: {
    scopes: [{ name: 'summaries.read', title: 'Summaries', words: 'see channels in short' }],
    tools: partnerSummaries,
  },
  aboutTools:
    'Names and scopes of the modelled product, as it was in April 2026; the data is invented and of the gateway itself, so no broker is called. Ranges of 90 days and pages of 25 rows are our choice.',
  settings: {},
});
