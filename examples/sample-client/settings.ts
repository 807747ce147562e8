/** What the client is told by its environment. */
export interface Settings {
  modelKey: string;
  modelName: string;
  modelUrl: string;
  mcpUrl: string;
  apiUrl: string;
  platform: { clientId: string; clientSecret: string };
  user: { userId: string; userSecret: string };
  scopes: readonly string[];
  host: string;
  port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const required = [
  'ANTHROPIC_API_KEY',
  'CT_MCP_URL',
  'CT_API_URL',
  'CT_CLIENT_ID',
  'CT_CLIENT_SECRET',
  'CT_USER_ID',
  'CT_USER_SECRET',
] as const;

/** The key with which a script plays the model: nothing leaves for a model then. */
export const SCRIPTED = 'scripted';

/** Nothing was started: each line names a variable and says what is wrong with it. */
export class SettingsProblem extends Error {}

/** Secrets travel to these addresses: in the clear only as far as the machine itself. */
const mayBeCalled = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  const isLocal = ['localhost', '127.0.0.1', '[::1]', 'host.docker.internal'].includes(hostname);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLocal));
};

export function readSettings(env: Environment): Settings {
  const value = (name: string) => env[name]?.trim() ?? '';
  const scopes = (value('CT_SCOPES') || 'read,trade').split(',').map((scope) => scope.trim());
  const port = Number(value('PORT') || '3000');
  const problems = [
    ...required.filter((name) => value(name) === '').map((name) => `${name} is missing.`),
    ...['CT_MCP_URL', 'CT_API_URL']
      .filter((name) => value(name) !== '' && !mayBeCalled(value(name)))
      .map((name) => `${name} must be an https URL (http only on this machine).`),
    ...(scopes.includes('') ? ['CT_SCOPES must be a list with commas, such as read,trade.'] : []),
    ...(Number.isInteger(port) && port >= 0 && port < 65_536 ? [] : ['PORT must be a port.']),
  ];
  if (problems.length > 0) throw new SettingsProblem(problems.join('\n'));
  return {
    modelKey: value('ANTHROPIC_API_KEY'),
    modelName: value('ANTHROPIC_MODEL') || 'claude-sonnet-4-6',
    modelUrl: value('ANTHROPIC_BASE_URL') || 'https://api.anthropic.com',
    mcpUrl: value('CT_MCP_URL'),
    apiUrl: value('CT_API_URL'),
    platform: { clientId: value('CT_CLIENT_ID'), clientSecret: value('CT_CLIENT_SECRET') },
    user: { userId: value('CT_USER_ID'), userSecret: value('CT_USER_SECRET') },
    scopes,
    host: value('HOST') || '127.0.0.1',
    port,
  };
}
