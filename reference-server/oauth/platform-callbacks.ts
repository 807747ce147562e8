/** Where a known AI platform wants its users sent back to. */
export interface PlatformCallback {
  platform: string;
  uri: string;
  /** True where the platform appends an id of the connection. */
  prefix: boolean;
}

/**
 * Callbacks of platforms that take a Client ID by hand, as their documentation or observed requests name them
 * (November 2026). A choice of ours: the modelled product does not publish its list.
 */
export const platformCallbacks: readonly PlatformCallback[] = [
  { platform: 'Claude', uri: 'https://claude.ai/api/mcp/auth_callback', prefix: false },
  { platform: 'Claude', uri: 'https://claude.com/api/mcp/auth_callback', prefix: false },
  { platform: 'ChatGPT', uri: 'https://chatgpt.com/connector_platform_oauth_redirect', prefix: false },
  { platform: 'ChatGPT', uri: 'https://chatgpt.com/connector/oauth/', prefix: true },
  { platform: 'ChatGPT', uri: 'https://platform.openai.com/apps-manage/oauth', prefix: false },
  { platform: 'Cursor', uri: 'https://www.cursor.com/agents/mcp/oauth/callback', prefix: false },
  { platform: 'Cursor', uri: 'cursor://anysphere.cursor-mcp/oauth/callback', prefix: false },
  { platform: 'VS Code', uri: 'https://vscode.dev/redirect', prefix: false },
  { platform: 'VS Code Insiders', uri: 'https://insiders.vscode.dev/redirect', prefix: false },
  { platform: 'Perplexity', uri: 'https://www.perplexity.ai/rest/connections/oauth_callback', prefix: false },
  { platform: 'Perplexity', uri: 'https://enterprise.perplexity.ai/rest/connections/oauth_callback', prefix: false },
];

/** The name to show for a redirect URI that the gateway has already accepted. */
export function platformOf(redirectUri: string): string {
  const known = platformCallbacks.find(({ uri, prefix }) =>
    prefix ? redirectUri.startsWith(uri) : redirectUri === uri,
  );
  return known?.platform ?? 'a program on this computer';
}
