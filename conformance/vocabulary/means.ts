/** What an integrator can give so that more can be judged: each in a sentence, and as the lines of the configuration. */
export const MEANS = {
  user: {
    is: 'one user in the configuration',
    yaml: `users:\n  - username: trader@example.com\n    password: \${TRADER_PASSWORD}`,
  },
  minting: {
    is: 'where a platform mints tokens, and for whom',
    yaml: `mint:\n  url: https://api.example.com/auth/tokens/user\n  client_id_env: PLATFORM_ID\n  client_secret_env: PLATFORM_SECRET\n  users:\n    - user_id: trader\n      user_secret_env: TRADER_SECRET`,
  },
  'partner keys': {
    is: 'partner keys',
    yaml: `partner_keys:\n  key_env: PARTNER_KEY\n  part_env: PART_KEY\n  revoked_env: REVOKED_KEY`,
  },
  'second user': {
    is: 'a second user in the configuration',
    yaml: `users:\n  - username: trader@example.com\n    password: \${TRADER_PASSWORD}\n  - username: other@example.com\n    password: \${OTHER_PASSWORD}`,
  },
  'user with a trait': {
    is: 'a user in the configuration with a trait (read-only, no-plan, two-accounts, newcomer, disposable)',
    yaml: `users:\n  - username: reader@example.com\n    password: \${READER_PASSWORD}\n    traits: [read-only]`,
  },
  account: {
    is: 'an account of the user in the configuration',
    yaml: `users:\n  - username: trader@example.com\n    password: \${TRADER_PASSWORD}\n    accounts: [PA1234567]`,
  },
  client: {
    is: 'a Client ID in the configuration',
    yaml: `clients:\n  - client_id: \${CLIENT_ID}\n    redirect_uri: http://127.0.0.1:33418/callback`,
  },
  'second client': {
    is: 'a second Client ID in the configuration',
    yaml: `clients:\n  - client_id: \${CLIENT_ID}\n  - client_id: \${OTHER_CLIENT_ID}`,
  },
  'client center': {
    is: 'where users make keys by hand: the run makes some there, and deletes them',
    yaml: 'client_center: https://brokerage.example.com/client-center',
  },
  keys: { is: 'more keys than the run may make', yaml: 'keys: 400' },
  scopes: {
    is: 'the scopes for reading and for trading in the configuration',
    yaml: 'scopes:\n  read: name-of-the-smaller\n  trade: name-of-the-larger',
  },
  tools: { is: 'the tools to call in the configuration', yaml: 'tools:\n  read: list_accounts\n  trade: place_order' },
  orders: {
    is: 'leave to place orders (--allow-orders), on an account that “paper_account” calls one of paper',
    yaml: 'paper_account: true   # where it is not said yet; then --allow-orders, --max-orders',
  },
  'sign-in origin': {
    is: 'leave to type the password at another origin',
    yaml: 'sign_in_origins:\n  - https://login.example.com',
  },
  browser: { is: 'a browser that runs scripts', yaml: 'user_agent: browser' },
  person: { is: 'a person who signs in once', yaml: 'user_agent: person' },
  registrations: {
    is: 'leave to register more clients (--max-registrations): the target keeps them',
    yaml: 'registrations: 30',
  },
  patience: { is: 'time to wait for what expires or is used up (--patience)', yaml: 'patience: 20m' },
  'test hooks': {
    is: 'test hooks in front of the target',
    yaml: `hooks:\n  url: https://mcp.example.com/test-hooks\n  token: \${HOOKS_TOKEN}`,
  },
} as const;

/** A thing that is missing, by name. */
export type Means = keyof typeof MEANS;
