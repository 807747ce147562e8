import type { Persona } from './persona.ts';

export const cursor: Persona = {
  id: 'cursor',
  name: 'Cursor',
  callbacks: [
    { uri: 'http://localhost:8787/callback' },
    { uri: 'https://www.cursor.com/agents/mcp/oauth/callback' },
    { uri: 'cursor://anysphere.cursor-mcp/oauth/callback' },
  ],
  listensLocally: true,
  clientIdGoesInto: 'auth.CLIENT_ID in mcp.json',
  habits: [
    {
      does: 'registers its three callbacks at once, one of them with a scheme of its own',
      evidence: 'accounted#2225; agent-connector-for-wp#111',
    },
    {
      does: 'asks for the configured scopes, else for all of scopes_supported',
      evidence: 'docs.pipeshub.com/mcp/cursor',
    },
  ],
};
