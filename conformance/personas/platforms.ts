/** Clients that users know, with the redirect URI that each is known to use: enough to tell a journey with. */
export const PLATFORMS: Record<string, { name: string; redirectUri: string }> = {
  claude: { name: 'Claude', redirectUri: 'https://claude.ai/api/mcp/auth_callback' },
  'claude-code': { name: 'Claude Code', redirectUri: 'http://localhost:3118/callback' },
  cursor: { name: 'Cursor', redirectUri: 'http://localhost:8787/callback' },
  codex: { name: 'Codex', redirectUri: 'http://127.0.0.1:1455/callback' },
  'copilot-studio': { name: 'Copilot Studio', redirectUri: 'https://global.consent.azure-apim.net/redirect/openbell' },
};
