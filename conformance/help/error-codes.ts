/** An error code as it appears on the wire, in plain words. */
export interface ErrorCode {
  /** Where it comes from: the document, or whose API. */
  from: string;
  means: string;
  cure: string;
}

const OAUTH = 'OAuth 2.1';
const BEARER = 'RFC 6750';
const REGISTRATION = 'RFC 7591';
const JSON_RPC = 'JSON-RPC 2.0';
const MCP = 'MCP 2026-07-28';
const BROKER = 'the trading API in Alpaca wire format';

/** OAuth, MCP and brokerage error codes, by the code as it is sent. */
export const errorCodes: Readonly<Record<string, ErrorCode>> = {
  invalid_request: {
    from: OAUTH,
    means: 'A parameter is missing, given twice or malformed.',
    cure: 'Compare the request with the authorization server’s metadata; a missing PKCE challenge is the usual reason.',
  },
  invalid_client: {
    from: OAUTH,
    means: 'The client is unknown, deactivated or deleted, or it could not prove who it is.',
    cure: 'Check the Client ID in Client Center, or let the client register itself again.',
  },
  invalid_grant: {
    from: OAUTH,
    means:
      'The code or refresh token is unknown, used already, expired, revoked, or was issued to another client or redirect URI, or the PKCE verifier does not match.',
    cure: 'Start the connection again; a client must not retry with the same code.',
  },
  unauthorized_client: {
    from: OAUTH,
    means: 'The client is known but may not use this way in.',
    cure: 'Check what the key or registration allows.',
  },
  unsupported_grant_type: {
    from: OAUTH,
    means: 'The token endpoint does not offer this grant.',
    cure: 'Use one of grant_types_supported; passwords are not among them.',
  },
  unsupported_response_type: {
    from: OAUTH,
    means: 'The authorization endpoint gives out codes only.',
    cure: 'Send response_type=code.',
  },
  invalid_scope: {
    from: OAUTH,
    means: 'A scope is unknown, or more than was granted.',
    cure: 'Ask for scopes from scopes_supported; a refresh can narrow but never widen.',
  },
  access_denied: {
    from: OAUTH,
    means: 'The person said no.',
    cure: 'Nothing to mend: connect again if they change their mind.',
  },
  server_error: {
    from: OAUTH,
    means: 'The authorization server failed.',
    cure: 'Try again; look into its log if it stays.',
  },
  temporarily_unavailable: {
    from: OAUTH,
    means: 'The authorization server is overloaded or in maintenance.',
    cure: 'Try again later.',
  },
  invalid_target: {
    from: 'RFC 8707',
    means: 'The resource parameter names a server that this authorization server does not issue tokens for.',
    cure: 'Send the MCP URL exactly as the resource metadata has it.',
  },
  unsupported_token_type: {
    from: 'RFC 7009',
    means: 'This kind of token cannot be revoked here.',
    cure: 'Revoke the refresh token instead.',
  },
  invalid_token: {
    from: BEARER,
    means: 'The access token is expired, revoked, tampered with, or was issued for another server.',
    cure: 'Refresh it, or authorize again.',
  },
  insufficient_scope: {
    from: BEARER,
    means: 'The token is good, but the tool needs a larger scope.',
    cure: 'Authorize again with the scope that the challenge names.',
  },
  invalid_redirect_uri: {
    from: REGISTRATION,
    means: 'A redirect URI in the registration is not acceptable.',
    cure: 'Register https URIs, or http on loopback, without a fragment.',
  },
  invalid_client_metadata: {
    from: REGISTRATION,
    means: 'Something else in the registration is not acceptable.',
    cure: 'Compare it with the authorization server’s metadata.',
  },
  redirect_uri_mismatch: {
    from: 'the brokerage (profile static-client)',
    means: 'The redirect URI in the key is not, character for character, the one that was sent.',
    cure: 'Set it in Client Center to the gateway’s callback, without a trailing slash.',
  },
  subscription_required: {
    from: 'the gateway (profile dynamic-client)',
    means: 'The account is below the paid plan: tools are listed, but each call is refused with 403.',
    cure: 'Upgrade the plan; connecting again does not help.',
  },
  addon_disconnected: {
    from: 'the gateway (profile dynamic-client)',
    means: 'The trading platform or its add-on is offline: calls that need it get 408.',
    cure: 'Start the platform and connect the add-on.',
  },
  too_many_registrations: {
    from: 'the gateway (profile dynamic-client)',
    means: 'More than ten clients were registered within an hour: 429.',
    cure: 'Wait as long as Retry-After says, and keep the client that you registered.',
  },
  too_many_streams: {
    from: 'the reference gateway (a limit of its own)',
    means: 'A user has twenty streams open: the next one gets 429.',
    cure: 'Close streams that nothing listens to any more; one a client is enough.',
  },
  '-32700': { from: JSON_RPC, means: 'The body is not JSON.', cure: 'Send one JSON object as UTF-8.' },
  '-32600': {
    from: JSON_RPC,
    means: 'The body is JSON but no JSON-RPC message.',
    cure: 'Send jsonrpc, id, method and params; no batches.',
  },
  '-32601': { from: JSON_RPC, means: 'The server does not know this method.', cure: 'Look at its capabilities.' },
  '-32602': {
    from: JSON_RPC,
    means: 'The parameters are wrong, an unknown tool among them.',
    cure: 'Compare them with the tool’s input schema from tools/list.',
  },
  '-32603': { from: JSON_RPC, means: 'The server failed.', cure: 'Look into its log; a client can do nothing.' },
  '-32042': {
    from: 'MCP 2025-11-25',
    means: 'The server needs the person to open a URL before it can go on.',
    cure: 'Show the URL from the error’s data and repeat the request afterwards.',
  },
  '-32020': {
    from: MCP,
    means: 'The headers do not say the same as the body, or one of them is missing.',
    cure: 'Send MCP-Protocol-Version, Mcp-Method and, for a tool, Mcp-Name, each as in the body.',
  },
  '-32021': {
    from: MCP,
    means: 'The call needs something that the client did not declare.',
    cure: 'Declare the capabilities that the error’s data names, if the client has them.',
  },
  '-32022': {
    from: MCP,
    means: 'The server does not speak this revision of MCP.',
    cure: 'Use one that data.supported lists.',
  },
  '40110000': {
    from: BROKER,
    means: 'The key pair or token is not accepted.',
    cure: 'Check it; tokens of the gateway do not work here.',
  },
  '40010001': {
    from: BROKER,
    means: 'A value in the order is not acceptable.',
    cure: 'The message names it; a client_order_id works once.',
  },
  '40310000': {
    from: BROKER,
    means: 'The account cannot do this: not enough buying power, or not enough held.',
    cure: 'Compare the order with buying_power and the position’s qty_available.',
  },
  '40410000': { from: BROKER, means: 'There is no such order or position.', cure: 'List them first.' },
  '42210000': {
    from: BROKER,
    means: 'The order cannot be processed as it stands, or can no longer be changed.',
    cure: 'The message says why.',
  },
  '42910000': { from: BROKER, means: 'Too many requests in a minute.', cure: 'Wait until X-RateLimit-Reset.' },
};
