import type { Persona } from './persona.ts';

export const copilotStudio: Persona = {
  id: 'copilot-studio',
  name: 'Copilot Studio',
  callbacks: [{ uri: 'https://global.consent.azure-apim.net/redirect/openbell' }],
  goesToTheBrokerage: true,
  clientIdGoesInto:
    "Add tool, MCP, manual OAuth 2.0 with the brokerage's own URLs; its redirect URI goes into a key for direct use",
  habits: [
    { does: 'comes back to a URL that differs by connector', evidence: 'tableau-mcp#866' },
    { does: 'sends no scope where it discovers by itself', evidence: 'CIPP#278' },
  ],
};
