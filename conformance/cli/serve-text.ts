import type { LoneBroker, Stack } from '../stack/start-stack.ts';
import type { ServeFlags } from './serve-flags.ts';
import { limitRows } from './serve-limits.ts';

/** A name and what is told of it. */
export type Row = [string, string];

/** What is printed of a gateway and its brokerage that have started. */
export function describeStack(stack: Stack, flags: ServeFlags, done: Row[], isVirtual: boolean): string {
  const { profile } = flags;
  const { gateway, broker, hooks } = stack;
  const now = new Date(stack.clock.now()).toISOString();
  const rows: Row[] = [
    ['MCP URL', stack.mcpUrl],
    ['profile', profile ?? ''],
    ['brokerage', broker.origin],
    ['Client Center', `${broker.origin}/client-center`],
    ...(stack.clientIds.length > 0 ? [['redirect URI for keys', `${gateway.origin}/auth/callback`] satisfies Row] : []),
    ...(gateway.apiOrigin ? [['minting', `POST ${gateway.apiOrigin}/auth/tokens/user`] satisfies Row] : []),
    ...hookRows(hooks),
    ...stack.clientIds.map((id): Row => ['Client ID', `${id}   of trader@example.com`]),
    ...(flags.allowOrigin ?? []).map((origin): Row => ['open to', origin]),
    ...limitRows(flags),
    ...toldRows(flags),
    ...done,
    ...(flags.state === undefined
      ? []
      : [['state', `${flags.state}, and beside it its key and the brokerage’s`] satisfies Row]),
    ['clock', isVirtual ? `stands at ${now}; test hooks move it` : `the machine’s own${hooks ? waiting : ''}`],
  ];
  const { accounts, clients } = stack.partners;
  const agreed = accounts.length > 0 ? partners(stack, flags) : clients.length > 0 ? withSecrets(clients) : '';
  const signIn = [people, agreed].filter(Boolean).join('\n\n');
  const way = gateway.apiOrigin ? minting(gateway.apiOrigin, stack) : signIn;
  return `${table(rows)}\n\n${way}\n\ntry: npx openbell check ${stack.mcpUrl} --profile ${profile}\nCtrl-C stops it.\n`;
}

const waiting = '; with --clock 2026-11-17T15:00:00Z test hooks could move it, and what needs waiting be graded';

/** What a platform has to send, and where the token goes. */
function minting(apiOrigin: string, { platforms, mcpUrl }: Stack): string {
  const rows = platforms.flatMap(({ clientId, clientSecret, users }) => [
    `  ${clientId}   client-secret ${clientSecret}`,
    ...users.map(({ userId, userSecret, connections }) => {
      const may = connections[0] ? (connections[0].type === 'trade' ? 'may trade' : 'may read') : 'no broker yet';
      return `    ${userId.padEnd(8)}  user-secret ${userSecret}   ${may}`;
    }),
  ]);
  const [platform] = platforms;
  const [user] = platform?.users ?? [];
  return `platforms and their users
${rows.join('\n')}

mint a token, good for an hour:
  TOKEN=$(curl -s ${apiOrigin}/auth/tokens/user -H 'Content-Type: application/json' \\
    -H 'client-id: ${platform?.clientId}' -H 'client-secret: ${platform?.clientSecret}' \\
    -H 'user-id: ${user?.userId}' -H 'user-secret: ${user?.userSecret}' \\
    -d '{"scopes":["read","trade"]}' | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')

and give it to a client as a fixed header:
  claude mcp add --transport http openbell ${mcpUrl} --header "Authorization: Bearer $TOKEN"
  Cursor, ~/.cursor/mcp.json: {"mcpServers":{"openbell":{"url":"${mcpUrl}","headers":{"Authorization":"Bearer …"}}}}
  Windsurf, VS Code, Codex: ${new URL('/', mcpUrl)}

or call its tools as they are; an order takes two calls, and the second sends it:
  call() { curl -s ${mcpUrl} -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -H 'Accept: application/json, text/event-stream' -H 'MCP-Protocol-Version: 2026-07-28' \\
    -H 'Mcp-Method: tools/call' -H "Mcp-Name: $1" \\
    -d '${callOf("'$1'", '\'"$2"\'')}'; }
  call list_accounts '{}'
  call create_order '{"symbol":"AAPL","side":"buy","qty":"1"}'
  call confirm_trade '{"confirmation_id":"…"}'`;
}

/** `tools/call` of the stateless era, with words of the shell in place of name and arguments. */
function callOf(name: string, args: string): string {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'curl', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":${args},"_meta":${JSON.stringify(_meta)}}}`;
}

/** Who may come in, and with what. */
function partners({ partners: { accounts, clients }, mcpUrl }: Stack, { keyInAddress }: ServeFlags): string {
  const rows = accounts.flatMap(({ email, access, keys }) => [
    `  ${email}   ${access ? 'partner access' : 'no partner access of its own'}`,
    ...keys.map(({ key, operations }) => `    key ${key}   ${operations.join(' ')}`),
  ]);
  const key = accounts[0]?.keys[0]?.key;
  const inAddress = keyInAddress ? `\n  or, where no header can be sent: ${mcpUrl}?api_key=${key}` : '';
  return `partners; whoever is not among them is told so after the sign-in
${rows.join('\n')}

${withSecrets(clients)}

a client that signs in needs the MCP URL alone; a key goes into a fixed header
  claude mcp add --transport http openbell ${mcpUrl} --header "Authorization: Bearer ${key}"${inAddress}`;
}

const withSecrets = (
  clients: Stack['partners']['clients'],
): string => `a client with a secret, for client_secret_basic or client_secret_post
${clients.map(({ clientId, clientSecret }) => `  ${clientId}   client secret ${clientSecret}`).join('\n')}`;

const people = `sign in with the password opening-bell as
  trader@example.com   trading, paid plan, one account
  reader@example.com   read-only connection
  free@example.com     no paid plan
  twin@example.com     two accounts`;

const table = (rows: Row[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
};

/** What is printed of a brokerage alone: what it takes to point an Alpaca client at it. */
export function describeBroker({ origin, keyId, secret, hooks }: LoneBroker, flags: ServeFlags, done: Row[]): string {
  const stream = `${origin.replace('http', 'ws')}/stream`;
  const rows: Row[] = [
    ['base URL', `${origin}   trading and market data; paths start with /v2`],
    ['stream', `${stream}   trade_updates`],
    ['APCA-API-KEY-ID', keyId],
    ['APCA-API-SECRET-KEY', secret],
    ['Client Center', `${origin}/client-center`],
    ...hookRows(hooks),
    ...toldRows(flags),
    ...done,
    ['clock', flags.clock ? `stands at ${flags.clock}; test hooks move it` : 'the machine’s own'],
  ];
  const example = `curl -H "APCA-API-KEY-ID: ${keyId}" -H "APCA-API-SECRET-KEY: ${secret}" ${origin}/v2/account`;
  const hint = hooks
    ? `\n     openbell broker ${origin} halt AAPL`
    : '\nwith --hooks it can be told what to do: openbell broker';
  return `${table(rows)}\n\n${clients(origin, stream, keyId, secret)}\n\n${people}\n\ntry: ${example}${hint}\nCtrl-C stops it.\n`;
}

const clients = (origin: string, stream: string, keyId: string, secret: string) => `point a client at it:
  export APCA_API_BASE_URL=${origin} APCA_API_DATA_URL=${origin}
  export APCA_API_KEY_ID=${keyId} APCA_API_SECRET_KEY=${secret}
  @alpacahq/alpaca-trade-api: new trading.Configuration({ keyId, secret, basePath: '${origin}' })
                              new streaming.TradingStream({ credentials: { keyId, secret }, url: '${stream}' })`;

const toldRows = ({ fault = [], ruleSet }: ServeFlags): Row[] => [
  ...(ruleSet ? [['rule set', ruleSet] satisfies Row] : []),
  ...fault.map((text): Row => ['fault', text]),
];

const hookRows = (hooks: { url: string; token: string } | undefined): Row[] =>
  hooks
    ? [
        ['test hooks', hooks.url],
        ['hooks token', hooks.token],
      ]
    : [];
