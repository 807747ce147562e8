/** What the minting endpoint decides (CN-1, CN-2). */
export const mintingBehaviours = {
  /** CN-2: credentials come in headers; an address is written down by every proxy on the way. */
  credentialsStayOutOfTheAddress: (namesInQuery: readonly string[]): boolean => namesInQuery.length === 0,

  /** CN-2: all four are there. */
  mintingCredentialsAreSent: (missing: readonly string[]): boolean => missing.length === 0,

  /** CN-1: the platform is known, and this is its secret. */
  platformProvesItself: (known: boolean, secretMatches: boolean): boolean => known && secretMatches,

  /** CN-1: the person is known, and this is their secret. */
  userProvesThemselves: (secretMatches: boolean): boolean => secretMatches,

  /** CN-1: a person is one of one platform: the same user_id at another is somebody else. */
  userIsThisPlatforms: (usersPlatform: string, platform: string): boolean => usersPlatform === platform,

  /** CN-1: a token reaches what its own person has connected. */
  connectionsInReach: <Connection>(
    own: readonly Connection[],
    _everybodys: () => readonly Connection[],
  ): readonly Connection[] => own,

  /** Who guesses learns nothing from the words: an unknown name and a wrong secret read the same. */
  refusalsReadTheSame: (words: string, _why: 'unknown' | 'wrong secret'): string => words,

  /** CN-1: a person without a broker has nothing to mint a token for. */
  userIsConnected: (connections: number): boolean => connections > 0,

  /** CN-2: the scopes are `["read"]` or `["read","trade"]`, in any order. `smallest` is the one that is never missing. */
  mintedScopesAreOnOffer: (asked: unknown, offered: readonly string[], smallest: string): boolean =>
    Array.isArray(asked) &&
    asked.includes(smallest) &&
    new Set(asked).size === asked.length &&
    asked.every((scope) => offered.includes(scope)),

  /** CN-2: a token has the scopes that were asked for, and no more. */
  mintedScopesAreThoseAskedFor: (asked: readonly string[], _offered: readonly string[]): readonly string[] => asked,

  /** Whoever guesses has to wait. */
  guessesAreFew: (failures: number, limit: number): boolean => failures < limit,
};
