/** How a client is told of an MCP server that takes a fixed Authorization header. */
export interface ClientForm {
  id: string;
  /** As users know it. */
  name: string;
  /** Where the text goes: a file, or a shell. */
  goesInto: string;
  /** What is pasted there. */
  text(mcpUrl: string, token: string): string;
  /** What this client has its own way with, in a sentence for who pastes it. */
  mind?: string;
  /** Where the form is documented. */
  evidence: string;
}

const name = 'connecttrade';

const json = (value: object): string => JSON.stringify(value, null, 2);
const bearer = (token: string) => `Bearer ${token}`;
/** A basic string of TOML escapes what one of JSON escapes. */
const toml = (text: string): string => JSON.stringify(text);

/** The clients of the guide (CN-3), in its order. */
export const CLIENT_FORMS: readonly ClientForm[] = [
  {
    id: 'claude-code',
    name: 'Claude Code',
    goesInto: 'a shell',
    text: (mcpUrl, token) =>
      `claude mcp add --transport http ${name} ${mcpUrl} --header "Authorization: ${bearer(token)}"`,
    evidence: 'docs.claude.com/en/docs/claude-code/mcp; the guide of the modelled product',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    goesInto: '~/.cursor/mcp.json',
    text: (url, token) => json({ mcpServers: { [name]: { url, headers: { Authorization: bearer(token) } } } }),
    evidence: 'cursor.com/docs/mcp; the guide of the modelled product',
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    goesInto: '~/.codeium/windsurf/mcp_config.json',
    text: (serverUrl, token) =>
      json({ mcpServers: { [name]: { serverUrl, headers: { Authorization: bearer(token) } } } }),
    mind: 'The field is serverUrl. With url, as other clients have it, nothing connects.',
    evidence: 'docs.windsurf.com/windsurf/cascade/mcp; the guide of the modelled product',
  },
  {
    id: 'vs-code',
    name: 'VS Code',
    goesInto: '.vscode/mcp.json',
    text: (url, token) =>
      json({ servers: { [name]: { type: 'http', url, headers: { Authorization: bearer(token) } } } }),
    mind: 'The servers stand under servers. Under mcpServers, as other clients have it, none is found.',
    evidence: 'code.visualstudio.com/docs/copilot/reference/mcp-configuration; the guide of the modelled product',
  },
  {
    id: 'codex',
    name: 'Codex',
    goesInto: '~/.codex/config.toml',
    text: (mcpUrl, token) =>
      [
        `[mcp_servers.${name}]`,
        'command = "npx"',
        `args = ["-y", "mcp-remote", ${toml(mcpUrl)}, "--header", ${toml(`Authorization: ${bearer(token)}`)}]`,
      ].join('\n'),
    evidence: 'developers.openai.com/codex/mcp; github.com/geelen/mcp-remote; the guide of the modelled product',
  },
];

/** Stands where the token goes, and must not stay there. */
export const TOKEN_PLACEHOLDER = 'YOUR_JWT_HERE';
