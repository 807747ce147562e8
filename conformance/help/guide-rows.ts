/**
 * What the guides of the modelled products tell their users, a row each, in our words. Scenarios and checks cite the
 * ids: AR rows belong to the profile `static-client`, CT rows to `dynamic-client`; -E rows are errors a user may meet.
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
  'CN-6': 'Two scopes, read and trade, enforced for each tool; trading also needs a connection that may trade.',
  'CN-9': 'Errors of the broker reach the model as they are: insufficient buying power, market closed, invalid symbol.',
};
