const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];

/** What the gateway decides about a client that registers itself (RFC 7591). Times are milliseconds. */
export const registrationBehaviours = {
  /** RFC 7591 §5: open registration is limited, by address, to so many in a rolling hour. */
  registrationIsWithinTheLimit: (lastHour: number, limit: number): boolean => lastHour < limit,

  /** RFC 7591 §2: a client of a redirect flow names at least one redirect URI. */
  redirectUrisAreGiven: (uris: readonly unknown[]): boolean => uris.length > 0,

  /** OAuth 2.1 §2.3.1: a redirect URI is absolute. */
  redirectUriIsAbsolute: (uri: string): boolean =>
    URL.canParse(uri) && /^([a-z][a-z0-9+.-]*):[\x21-\x7e]+$/i.test(uri) && !/^https?:(?!\/\/[^/])/i.test(uri),

  /** OAuth 2.1 §2.3.1: a redirect URI has no fragment. */
  redirectUriHasNoFragment: (uri: string): boolean => !uri.includes('#'),

  /** A user name in front of the host makes one host look like another on the consent page. */
  redirectUriHasNoUserInfo: (uri: string): boolean =>
    !URL.canParse(uri) || !(new URL(uri).username || new URL(uri).password),

  /** RFC 9700 §4.1.3: no scheme that runs or carries content, reads files or is not meant for apps. */
  redirectSchemeIsHarmless: (scheme: string): boolean =>
    ![
      'javascript',
      'data',
      'vbscript',
      'blob',
      'file',
      'filesystem',
      'about',
      'view-source',
      'ftp',
      'ws',
      'wss',
    ].includes(scheme.toLowerCase()),

  /** RFC 8252 §8.3, OAuth 2.1 §2.3.1: plain http only to the machine itself. */
  plainHttpIsLoopback: (hostname: string): boolean => loopbackHosts.includes(hostname),

  /** RFC 8252 §8.4: a private-use scheme is a reversed domain name, so it has a dot. */
  privateSchemeHasADot: (scheme: string): boolean => scheme.includes('.'),

  /** Cursor registers `cursor://` beside good URIs: such a one is left out, and only a list of nothing else is refused. */
  undottedSchemeIsLeftOut: (accepted: number): boolean => accepted > 0,

  /** RFC 7591 §2: this gateway has public clients only. */
  clientIsPublic: (method: string | undefined): boolean => method === undefined || method === 'none',

  /** RFC 7591 §2.1: a client that wants codes has the grant for them. */
  grantsFitTheFlow: (grantTypes: readonly string[], responseTypes: readonly string[]): boolean =>
    grantTypes.includes('authorization_code') && responseTypes.includes('code'),

  /** RFC 7591 §2: keys come by value or by reference, not both. */
  keysAreGivenOneWay: (jwks: boolean, jwksUri: boolean): boolean => !(jwks && jwksUri),

  /**
   * The name is shown as sent, so it must be showable: 1 to 100 characters, not all of them blank, none that control,
   * reorder or break text. The four letters are fillers that look like blanks. Emoji that are joined hold such a character.
   */
  clientNameIsPrintable: (name: string): boolean =>
    name.trim() !== '' && name.length <= 100 && !/[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u.test(name),

  /** RFC 7591 §5: links that a page might show lead to a web page. */
  displayLinkIsAWebPage: (uri: string): boolean =>
    URL.canParse(uri) && ['https:', 'http:'].includes(new URL(uri).protocol),

  /** RFC 7591 §3.2.1: the answer tells all that was registered, values that the server chose included. */
  registrationIsEchoed: (metadata: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ ...metadata }),
};
