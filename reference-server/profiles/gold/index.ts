import { letsEverybodyIn } from '../../ways-in/everybody.ts';
import { brokerageScopes, usefulBrokerageScopes } from '../brokerage-scopes.ts';
import { profile } from '../profile.ts';
import { goldPrompts } from './prompts.ts';
import { goldResources, goldTemplates } from './resources.ts';
import { goldTools } from './tools.ts';

const trade = 'order:execution';
const scopes = brokerageScopes.filter(({ name }) => usefulBrokerageScopes.includes(name));

/** What the specifications recommend, at once: nobody's product yet. */
export const gold = profile({
  id: 'gold',
  title: 'Every way in and every feature that the specifications recommend',
  wayIn: letsEverybodyIn,
  features: [
    'registration',
    'first-party-partner',
    'ai-clients-page',
    'separate-scopes',
    'two-step-orders',
    'conversations',
    'tasks',
    'metadata-documents',
    'confidential-clients',
    'provisioned-clients',
    'introspection',
    'bound-tokens',
  ],
  scopes,
  smallestScopes: usefulBrokerageScopes.filter((name) => name !== trade),
  tradeScope: trade,
  upstreamScopes: usefulBrokerageScopes,
  tools: goldTools,
  resources: goldResources,
  templates: goldTemplates,
  prompts: goldPrompts,
  aboutTools:
    'No product has them: the names are our choice. An order is confirmed by a second call, or by the user where the client can ask. `…` stands for `/v1/trading/accounts/{id}`.',
  // So few that whoever has an account meets a second page.
  settings: { resourcesPageSize: 2 },
});
