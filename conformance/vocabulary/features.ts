/** What every target may offer; found out by the survey, never assumed. */
export const OFFERS = {
  oauth: 'OAuth',
  'bearer-tokens': 'a token with each request',
  registration: 'dynamic client registration',
  'client-ids': 'a Client ID that is made beforehand',
  revocation: 'token revocation',
  refresh: 'refresh tokens',
  'client-secrets': 'clients with a secret',
  'public-clients': 'clients without a secret',
  'jwt-tokens': 'access tokens that are JWTs',
  'rfc9068-tokens': 'access tokens of the JWT profile (RFC 9068)',
  sessions: 'sessions',
  trading: 'tools that trade',
  streams: 'a stream for what it says unasked',
  'metadata-documents': 'documents in which clients describe themselves',
  'managed-registrations': 'registrations that clients read and change',
  'client-assertions': 'clients that sign who they are',
  introspection: 'token introspection',
  'proof-of-possession': 'tokens that are bound to a key',
} as const;
export type Offer = keyof typeof OFFERS;

/** Those that head a report where they are missing: the others are a matter of taste, and told as facts. */
export const NOTED_OFFERS: readonly Offer[] = [
  'oauth',
  'registration',
  'client-ids',
  'revocation',
  'refresh',
  'client-secrets',
];

/** What sets the modelled products apart. A profile lists those that its product has. */
export const PRODUCT_FEATURES = {
  'client-center': 'Client IDs that users make in Client Center, with the gateway as a client of the brokerage',
  'direct-mode': 'tokens that the brokerage issues for the MCP URL',
  'success-page': 'a page that says where the first connection goes',
  'platform-callbacks': 'a list of the platforms that users may be sent back to',
  'consent-page': 'a consent page of the gateway’s own, shown each time',
  'scope-choice': 'a choice of scopes on the consent page',
  'own-tokens-only': 'tokens of the gateway alone',
  'ai-clients-page': 'a page that lists the connected clients',
  'trade-includes-read': 'a larger scope that contains the smaller one',
  'read-only-connections': 'connections to the brokerage that may not trade',
  'paid-plan': 'a plan that has to be paid for',
  'add-on': 'trading through an add-on',
  'strict-credentials': 'a refusal of requests that carry a token twice',
  'call-bursts': 'a burst of calls beyond the rate',
  'registration-limit': 'a limit on registrations',
  'sign-in-at-the-brokerage': 'a sign-in at the brokerage that comes back to a callback of the gateway’s own',
  'broker-codes': 'refusals that carry the broker’s own numeric code',
  'one-url': 'one MCP URL at its origin, which users paste by hand',
  'registered-grants': 'clients that may use the grants alone for which they registered',
  'call-limit': 'a limit on the calls of each user',
  'revocation-ends-the-grant': 'a revocation that ends every token of a connection at once',
  'trading-api': 'an API for trading with tokens of its own',
  'tools-by-scope': 'a list of tools that shows a token those which it may call',
  'annotated-tools': 'tools that all say whether they only read',
  minting: 'tokens that a platform mints for its users, without a sign-in',
  'two-step-orders': 'orders that take two calls, one that shows and one that sends',
  'call-windows': 'limits by the minute, told as tool errors',
  'partner-keys': 'accounts that need partner access, and keys that open the gateway by themselves',
  conversations: 'tools that ask the user in the client before they answer, and tell how far they are',
  'first-party-partner': 'a secret of its own at the brokerage, where it is a client itself',
} as const;
export type ProductFeature = keyof typeof PRODUCT_FEATURES;

export type Feature = Offer | ProductFeature;

export const OFFER_NAMES = Object.keys(OFFERS) as Offer[];

export const isOffer = (feature: Feature): feature is Offer => Object.hasOwn(OFFERS, feature);
/** What no profile promises: it differs from one gateway to the next, and the survey finds it out. */
export const isFact = (feature: Feature): boolean => isOffer(feature) && !NOTED_OFFERS.includes(feature);
export const isOfAProduct = (feature: Feature): feature is ProductFeature => Object.hasOwn(PRODUCT_FEATURES, feature);

export const FEATURES = [...OFFER_NAMES, ...(Object.keys(PRODUCT_FEATURES) as ProductFeature[])];
