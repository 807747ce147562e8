import type { Persona } from './persona.ts';

export const perplexity: Persona = {
  id: 'perplexity',
  name: 'Perplexity',
  callbacks: [
    { uri: 'https://www.perplexity.ai/rest/connections/oauth_callback' },
    { uri: 'https://enterprise.perplexity.ai/rest/connections/oauth_callback' },
  ],
  clientIdGoesInto: 'Account settings, Connectors, custom remote connector: OAuth Client ID',
  habits: [
    { does: 'takes OAuth, an API key or nothing, and https only', evidence: 'Perplexity help centre, 13915507' },
    { does: 'expects the well-known metadata documents', evidence: 'homeassistant-ai/ha-mcp, discussion 779' },
  ],
};
