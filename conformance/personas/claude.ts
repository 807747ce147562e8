import type { Persona } from './persona.ts';

const article = 'support.claude.com/en/articles/11503834';

/** Web, desktop and mobile share a hosted runtime: requests come from the vendor's machines, whoever asks (support article). */
export const claude: Persona = {
  id: 'claude',
  name: 'Claude',
  callbacks: [{ uri: 'https://claude.ai/api/mcp/auth_callback' }, { uri: 'https://claude.com/api/mcp/auth_callback' }],
  clientIdGoesInto: 'Settings, Connectors, Add custom connector, Advanced settings: Client ID',
  habits: [
    { does: 'registers under the name “Claude”, or takes a Client ID and an optional secret', evidence: article },
    {
      does: 'never redirects where the metadata lacks code_challenge_methods_supported',
      evidence: 'anthropics/claude-ai-mcp#786',
    },
    {
      does: 'sends resource with the authorization request and the token request',
      evidence: 'anthropics/claude-ai-mcp#654',
    },
    {
      does: 'asks the MCP URL with the new token; 401 or 403 there is “Authorization with the MCP server failed”',
      evidence: 'anthropics/claude-ai-mcp#299',
    },
    { does: 'registers again where the token endpoint answers 401 invalid_client', evidence: article },
  ],
};

export const claudeDesktop: Persona = {
  id: 'claude-desktop',
  name: 'Claude Desktop',
  callbacks: claude.callbacks,
  clientIdGoesInto: claude.clientIdGoesInto!,
  habits: [
    {
      does: 'registers twice for one attempt to connect, about a second apart',
      evidence: 'anthropics/claude-ai-mcp#654, #966',
    },
    { does: 'connects to no remote server of claude_desktop_config.json', evidence: article },
  ],
};

export const claudeMobile: Persona = {
  id: 'claude-mobile',
  name: 'Claude mobile',
  callbacks: claude.callbacks,
  sharesConnectionOf: 'claude',
  clientIdGoesInto: 'Nowhere: it uses what was connected on the web or on the desktop',
  habits: [{ does: 'uses servers that were added elsewhere, and adds none', evidence: article }],
};

export const claudeCode: Persona = {
  id: 'claude-code',
  name: 'Claude Code',
  callbacks: [{ uri: 'http://localhost:3118/callback' }],
  listensLocally: true,
  clientIdGoesInto: 'claude mcp add --transport http --client-id CLIENT_ID NAME MCP_URL, then /mcp',
  habits: [
    { does: 'listens on port 3118, or on any free one', evidence: 'anthropics/claude-code#37747; developer.webex.com' },
    { does: 'registers without a scope', evidence: 'appstrate/appstrate#1267' },
    { does: 'registers again with each sign-in', evidence: 'anthropics/claude-code#59460' },
    { does: 'asks for all of scopes_supported and offline_access', evidence: 'appstrate/appstrate#1267' },
  ],
};
