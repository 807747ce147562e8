/** What a target may offer; discovered, never assumed. */
export type Offer = 'oauth' | 'registration' | 'static-client' | 'revocation' | 'refresh';
