/** What `openbell init` writes: every setting, explained, the optional ones as comments. */
export const annotatedConfig = `# yaml-language-server: $schema=./node_modules/openbell/conformance/config/config.schema.json
# Configuration of openbell. Every setting is optional. No secret belongs in this file: name the environment
# variable that holds it.

# How clients get in: static-client (a Client ID from the brokerage's Client Center) or dynamic-client (clients
# register themselves). With a profile, what it demands and the gateway does not offer is a failure.
# profile: dynamic-client

# Revisions of MCP to grade, by date. Without this, those that the gateway answers.
# eras: ["2025-11-25", "2026-07-28"]

# Static Client IDs, for gateways without dynamic registration. A second one lets the wrong-client checks run.
# clients:
#   - client_id: 00000000-0000-0000-0000-000000000000
#     redirect_uri: http://127.0.0.1:33418/callback

# Scopes to ask for, as they are sent: the smaller choice and the one that may trade.
# scopes:
#   read: mcp:read
#   trade: mcp:trade

# People who can sign in. The first one is used unless a check needs a special one, found by its name: reader (a
# read-only connection), free (without the paid plan), twin (two accounts).
# users:
#   - name: trader
#     email: trader@example.com
#     password_env: OPENBELL_TRADER_PASSWORD

# Where passwords are typed, besides the gateway's own origin and its authorization server's: the brokerage's sign-in.
# sign_in_origins: ["https://login.brokerage.example"]

# Test hooks in front of a staging gateway: they move the clock and provision users. See the OpenAPI document.
# hooks:
#   url: https://staging.example.com/test-hooks
#   token_env: OPENBELL_HOOKS_TOKEN

# Who confirms that the account holds no real money, in a sentence.
# paper_account: "Account PA123 is a paper account, confirmed by the trading desk"

# How much of what applies has to be judged, in each target and era, for the exit code 0. Two thirds without this.
# min_judged: 0.85

# Who signs in: form (HTML forms over HTTP), browser (a Chromium), person (a window, and you).
# user_agent: form

# Where the results go.
# out: openbell-report
`;
