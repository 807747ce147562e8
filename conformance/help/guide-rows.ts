/**
 * What the guides of the modelled products tell their users, a row each, in our words. Scenarios and checks cite the
 * ids: AR rows belong to the profile `static-client`, CT rows to `dynamic-client`, CN rows to gateways whose tokens are
 * minted by a platform, CE rows to those that take partner keys; -E rows are errors a user may meet.
 */
export const guideRows: Readonly<Record<string, string>> = {
  'AR-1':
    'There is no dynamic registration. A user makes a key in Client Center (client name, redirect URI, scopes), and only the Client ID that it shows goes into the AI platform, never a secret.',
  'AR-2':
    'The key’s redirect URI is the gateway’s own callback, …/auth/callback without a trailing slash, the same for every platform.',
  'AR-3':
    'The MCP URL is another thing than the redirect URI: …/mcp without a trailing slash. Users put one into the other’s field by mistake.',
  'AR-4': 'Without a Client ID nothing connects, and what the platform shows then must say so.',
  'AR-5':
    'The way in: the platform opens the authorization URL; sign-in at the brokerage; permission page; back to the gateway’s callback with a one-time code, which the gateway redeems; a success page or the platform again.',
  'AR-6':
    'The permission page comes the first time only for a client. Who leaves it without allowing may not see it again for that connector.',
  'AR-7':
    'Two ways back from a missed permission page: add the connector again with the same Client ID, or make a new key and use its Client ID. Both must lead to the permission page.',
  'AR-8': 'Later connections skip the permission page; another client never inherits the first one’s consent.',
  'AR-9':
    'Once connected, the platform can ask for the portfolio, the price of a symbol, and place a limit order, all within the granted scopes.',
  'AR-10':
    'The platforms that can be connected: Claude (web, desktop, mobile, Code), Cursor, ChatGPT, Perplexity and Copilot Studio.',
  'AR-11':
    'Copilot Studio uses the brokerage’s OAuth server directly: the redirect URI comes from Copilot Studio and goes into the key.',
  'AR-12': 'The flow is that of the brokerage’s ordinary API, so a key made for the API works the same way.',
  'AR-13':
    'There is a quick reference to copy from: redirect URI, MCP URL, and where the Client ID goes on each platform.',
  'AR-14': 'Deactivating or deleting the key in Client Center ends the connection.',
  'AR-15':
    'Ten scopes say what a key may do; three of them are about reading the account, placing orders and market data.',
  'AR-E1':
    'redirect_uri_mismatch: the redirect URI in the key is not exactly the callback (slash, host, scheme). Set it exactly, then it works.',
  'AR-E2': 'invalid_client: the Client ID is unknown, deactivated or deleted.',
  'AR-E3': 'invalid_grant or “code expired”: the one-time code was used again or too late. Start the connection again.',
  'AR-E4': 'The permission page was missed: see AR-7.',
  'AR-E5':
    'The platform does not show the server: the MCP URL is not exact, the Client ID is missing, or permission was never given.',
  'CT-1':
    'One URL is all that a client needs; the rest is discovered: OAuth 2.1 code flow with PKCE, dynamic registration, refresh tokens, revocation, both metadata documents.',
  'CT-2':
    'What must be there first: the paid plan, a recent add-on, the trading platform running, a browser once. Each that is missing shows in its own way.',
  'CT-3':
    'The first call without a token gets 401 with a Bearer challenge that points to the resource metadata; the client discovers, registers itself and opens a tab.',
  'CT-4':
    'The consent page names the client, the account and the scope, and lets a user who is signed in as somebody else sign out without losing the request.',
  'CT-5':
    'Two scopes: mcp:read reads everything, mcp:trade also acts. The smaller is the default; a user can revoke and consent again at the larger.',
  'CT-6': 'A token carries one scope for the whole account; there is no scope for a single account.',
  'CT-7':
    'The verify prompt uses read-only tools only: is the gateway connected, is the trading platform connected, list accounts, sum up positions and working orders. Nothing is placed, changed or written.',
  'CT-8': 'Revoke on the AI Clients page takes effect at once: the next tool call is 401.',
  'CT-9': 'Reasons to revoke: a lost device, a client no longer used, an exposed token, going from trade back to read.',
  'CT-10': 'No developer app is needed. MCP tokens and REST tokens are not interchangeable, in either direction.',
  'CT-11':
    'Tokens never go into logs; the AI Clients page is where a user audits them by name, scope, creation and last activity.',
  'CT-E1': '401: the token expired, was never issued or was revoked. Authorize again.',
  'CT-E2':
    '403 about the plan: the account is below the paid plan. Sign-in and listing tools still work; each call is refused.',
  'CT-E3': '403 insufficient_scope: the tool needs mcp:trade. Authorize again at the larger scope.',
  'CT-E4':
    'The browser blocked the redirect or pop-up. Trying again in the same browser must work; the first attempt leaves nothing behind that harms it.',
  'CT-E5': 'The consent page shows the wrong account: sign out there and try again.',
  'CT-E6': 'After a revocation the client still has its token: its next call is 401 and it must start again.',
  'CT-E7': '408: the add-on or the trading platform is offline.',
  'CN-1':
    'Two pairs of credentials: the platform’s own (client_id, client_secret), which it shares among its users, and one for each person (user_id, user_secret), who must have been set up and connected to a broker.',
  'CN-2':
    'A POST to /auth/tokens/user with both pairs as headers and the wanted scopes (read, or read and trade) as JSON gives an access token for one hour.',
  'CN-3':
    'Claude Code, Cursor, Windsurf, VS Code and Codex CLI take the token as a fixed Authorization header in their settings; each keeps it under another name in another file.',
  'CN-4':
    'What users ask for first: the connected accounts, positions, buying power, the last filled orders, and one share bought at the market, for which they are asked to confirm.',
  'CN-5': 'When the hour is over, calls are 401: mint a new token and put it into the header.',
  'CN-6': 'Two scopes, read and trade, enforced for each tool; trading also needs a connection that may trade.',
  'CN-7':
    'An order takes two calls: create_order answers with a confirmation id and a summary for people, confirm_trade with that id within two minutes submits it. There is no way round.',
  'CN-8': 'A user may make 60 calls a minute over all tools, of which 30 may trade; what is more gets a tool error.',
  'CN-9': 'Errors of the broker reach the model as they are: insufficient buying power, market closed, invalid symbol.',
  'CN-10':
    'A product that embeds this mints a token for each user in its backend, keeps it on the server, mints again some five minutes before the hour ends and after a 401, and asks people before a trade.',
  'CN-11':
    'The sample client is a chat page for one user: a backend between a model and the MCP server mints the token; CT_… variables hold its URLs, credentials and scopes.',
  'CE-1':
    'One plain MCP URL is enough: both metadata documents are discovered, a client that is not known yet registers itself, a person signs in and approves the scopes, and the client comes back with the token.',
  'CE-2':
    'The account needs partner access, or a valid partner API key. Who has neither is told so plainly at sign-in.',
  'CE-3':
    'A confidential client that was agreed upon beforehand must be accepted beside clients that register themselves; its credentials are used only where the client’s guide says so.',
  'CE-4':
    'Where signing in is not possible, the partner API key goes into the Authorization header as a bearer token; into the query of the URL only where a client can send no such header at all.',
  'CE-5': 'An integration by API gets an access token itself and hands it over directly.',
  'CE-6':
    'Five families of tools: events, messages, positions, discovery, stats. Where an id is not known, list_traders and list_assets come first, and a stats call with an unknown id says which of them to ask.',
};

/** How somebody tries a row by hand, where its sentence does not tell. */
export const guideUse: Readonly<Record<string, readonly string[]>> = {
  'CN-7': [
    'openbell serve --profile minted-token   prints how a token is minted, and calls of both tools to copy',
    'create_order                            {"symbol":"AAPL","side":"buy","qty":"1"}: confirmation_id, summary, expires_at; sends nothing',
    'confirm_trade                           {"confirmation_id":"…"} and nothing else: sends it once; again answers the same',
    'confirmation_not_found                  expired, made up or somebody else’s, all alike: prepare it again',
    'outcome_unknown                         the broker’s answer was lost: confirm again, which looks it up and sends nothing',
    'order_not_placed                        it never got there and will not be sent any more',
    'openbell check URL --only confirmation  grades one; openbell explain minting says what openbell.yaml needs',
  ],
};
