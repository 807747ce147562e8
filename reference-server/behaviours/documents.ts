const secretMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'];
const longestKept = 86_400;
const usuallyKept = 300;

/** What is decided about documents in which clients describe themselves (draft-ietf-oauth-client-id-metadata-document). */
export const documentBehaviours = {
  /** §3: it has a path, no dot segments, and is written as URLs are when they are normal. */
  documentUrlIsNormal: (given: string, normal: string): boolean => given === normal,

  /** §3: nobody on the way could have changed it. */
  documentUrlIsHttps: (protocol: string): boolean => protocol === 'https:',

  /** §3: no fragment, no user name, no password. */
  documentUrlIsBare: (fragment: string, userInfo: string): boolean => fragment === '' && userInfo === '',

  /** §6.5: nobody sends the gateway to its own machine or network. */
  addressIsPublic: (specialUse: boolean): boolean => !specialUse,

  /** §4: a redirect could lead where no URL may. */
  redirectIsNotFollowed: (_hops: number): boolean => true,

  /** §6.6: bytes. */
  documentIsNoLargerThan: (advised: number): number => advised,

  /** §4: 200 alone is success. */
  documentIsAnsweredWith200: (status: number): boolean => status === 200,

  /** §4.1: the document is JSON, and says so. */
  documentIsJson: (contentType: string | undefined): boolean =>
    /^application\/([\w.-]+\+)?json\s*(;|$)/i.test((contentType ?? '').trim()),

  /** §4.1: nobody describes a client that is not theirs. */
  documentNamesItsUrl: (named: string, url: string): boolean => named === url,

  /** §4.1: what is published is no secret, nor can a client have one that way. */
  documentHoldsNoSecret: (document: Readonly<Record<string, unknown>>): boolean =>
    !('client_secret' in document) &&
    !('client_secret_expires_at' in document) &&
    !secretMethods.includes(String(document.token_endpoint_auth_method)),

  /** §6.6: so many at once, and of one network so many. */
  documentsAreReadFewAtATime: (all: number, most: number, ofNetwork: number, mostOfNetwork: number): boolean =>
    all < most && ofNetwork < mostOfNetwork,

  /** §4.4: for as long as the document says, a day at most; some minutes where it says nothing. Seconds. */
  documentIsKeptFor: (told: number | undefined): number => Math.min(told ?? usuallyKept, longestKept),
};
