/** What `openbell init` writes: every setting, explained, the optional ones as comments. */
export const annotatedConfig = `# yaml-language-server: $schema=./node_modules/openbell/conformance/config/config.schema.json
# Configuration of openbell. Every setting is optional: what is missing makes checks untestable, and the report says
# which of these lines would help. No secret belongs in this file: write \${NAME}, after an environment variable.

# People who can sign in, any number of them; the second makes the checks of two people possible. “username” is
# whatever the sign-in page asks for. Traits say what sets one apart: read-only (a connection that may not trade),
# no-plan (without the paid plan), two-accounts, newcomer (was never asked for permission), disposable (may be locked
# out), no-access (no partner access). “accounts” are theirs, as the tools call them.
# users:
#   - username: trader@example.com
#     password: \${OPENBELL_TRADER_PASSWORD}
#     accounts: [PA1234567]
#   - username: other@example.com
#     password: \${OPENBELL_OTHER_PASSWORD}
#     traits: [read-only]

# Where a platform mints tokens instead of users signing in, as which platform, and for whom of its users. “users” of
# their own are not needed then; traits may be read-only (the connection only reads) or unconnected (no broker yet).
# mint:
#   url: https://api.example.com/auth/tokens/user
#   client_id_env: OPENBELL_PLATFORM_ID
#   client_secret_env: OPENBELL_PLATFORM_SECRET
#   users:
#     - user_id: trader
#       user_secret_env: OPENBELL_TRADER_SECRET

# Partner keys that open the gateway by themselves: one for everything, one that may do a part, one that was revoked;
# and whether they may stand in the address (?api_key=).
# partner_keys:
#   key_env: OPENBELL_PARTNER_KEY
#   part_env: OPENBELL_PART_KEY
#   revoked_env: OPENBELL_REVOKED_KEY
#   in_address: false

# Client IDs that were made beforehand, for gateways without dynamic registration. A second one lets the wrong-client
# checks run. Beside dynamic registration, a client with a client_secret that was agreed upon.
# clients:
#   - client_id: 00000000-0000-0000-0000-000000000000
#     redirect_uri: http://127.0.0.1:33418/callback

# The page on which users make Client IDs by hand, where there is one. The first user makes some there during a run, as
# many as “keys” allows in all (50 unless told); each is deleted when the check that needs it is over.
# client_center: https://brokerage.example.com/client-center
# keys: 50

# An access token that you have already, by the environment variable that holds it (or --token-env).
# token_env: OPENBELL_TOKEN

# Sent with every request to the MCP URL, and nowhere else.
# headers:
#   X-Api-Key: \${OPENBELL_API_KEY}

# Which tool only reads and which places orders, where the guess from tools/list is wrong. With arguments where the
# input schema does not tell them: { name: get_quote, args: { symbol: MSFT } }.
# “confirm” is the tool that sends what “trade” prepared, where an order takes two calls.
# tools:
#   read: list_accounts
#   trade: place_order

# Scopes to ask for, as they are sent: the smaller choice and the one that may trade. Without this, those that the
# challenge or the metadata name.
# scopes:
#   read: mcp:read
#   trade: mcp:trade

# That the account holds no real money, in a sentence of whoever confirms it. With --allow-orders, and only then, the
# tool that trades is called.
# paper_account: "Account PA123 is a paper account, confirmed by the trading desk"

# Where passwords are typed, besides the gateway's own origin and its authorization server's: the brokerage's sign-in.
# sign_in_origins: ["https://login.brokerage.example"]

# Where the gateway may lead though that is nearer to this machine than it is itself: a gateway of the outside does not
# lead openbell to a private network or to this machine (docs/safety.md). Origins of sign_in_origins may be anywhere.
# inside_origins: ["https://login.desk.internal"]

# Members of JSON, form fields and query parameters of yours that hold secrets, besides those that are known by name.
# secret_members: [desk_ticket]

# How many clients may be registered, and how long a run may wait for what expires.
# registrations: 8
# patience: 20m

# Which part of what applies must be judged, in each target and era, for the exit code 0 (two thirds unless told), and
# whether only what needs nobody is wanted (public) or all of it (full).
# min_judged: 0.85
# depth: full

# What stops a release (docs/reports.md): failures of MUST, or warnings too (should); how much must be judged, how much may
# be untestable, of which exercises or checks as much must be judged as of the whole, and which failures are known:
# a list, or the file that openbell check --write-baseline writes.
# gate:
#   fail_on: must
#   min_judged: 0.85
#   max_untestable: 0.2
#   required: [tokens, scope-denial]
#   expect: openbell.baseline.yaml

# The checks that count: those of a month. What a later openbell adds is shown as new, and fails nobody before this is
# raised. “openbell list sets” tells which there are.
# checks: "2026.11"

# How clients get in: static-client (a Client ID from the brokerage's Client Center), dynamic-client (clients
# register themselves), minted-token (a platform mints tokens for its users; an order takes two calls) or partner-key
# (partners sign in or bring a key, for data that is only read). With a profile, what it demands and the gateway does
# not offer is a failure.
# profile: dynamic-client

# Revisions of MCP to grade, by date. Without this, those that the gateway speaks.
# eras: ["2025-11-25", "2026-07-28"]

# Several gateways, graded side by side by “openbell check” without a URL; “openbell check staging” grades one. Each may
# say of itself what this file may say, but “gate”, “min_judged” and “out”; what it does not say is as above.
# targets:
#   - name: staging
#     url: https://mcp.staging.example.com/mcp
#     clients: [{ client_id: 11111111-1111-1111-1111-111111111111 }]
#   - name: production
#     url: https://mcp.example.com/mcp
#     depth: public

# Test hooks in front of a staging gateway: they move the clock and provision users. See the OpenAPI document.
# hooks:
#   url: https://staging.example.com/test-hooks
#   token: \${OPENBELL_HOOKS_TOKEN}

# Who signs in: form (HTML forms over HTTP), browser (a Chromium), person (a window, and you).
# user_agent: form

# Where the results go.
# out: openbell-report
`;
