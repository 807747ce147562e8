import { keys } from '../../ways-in/keys.ts';
import { brokerageScopes } from '../brokerage-scopes.ts';
import { profile } from '../profile.ts';
import { staticClientTools } from './tools.ts';

/**
 * The key says what a connection may do: its owner chose the scopes, and the brokerage remembers its permission for them.
 * The gateway names none upstream, because many clients ask for all that the metadata lists; it takes off what was not
 * asked for.
 */
export const staticClient = profile({
  id: 'static-client',
  title: 'Client ID from Client Center, no dynamic registration',
  wayIn: keys,
  features: ['client-center', 'direct-mode'],
  scopes: brokerageScopes,
  smallestScopes: undefined,
  tradeScope: 'order:execution',
  upstreamScopes: undefined,
  tools: staticClientTools,
  aboutTools:
    'The modelled product publishes no tool names: these are our choice. Each tool needs one of the ten scopes of the brokerage.',
  settings: {},
});
