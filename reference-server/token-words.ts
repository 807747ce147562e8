/** How a client gets a token here, as a 401 or 403 says it. */
export interface TokenWords {
  /** To whoever sent none. */
  needed: string;
  /** After why a token was refused; empty where that says enough. */
  again: string;
  /** To whoever's token lacks a scope. */
  wider(scope: string): string;
}

/** Where clients find the way by themselves. */
export const authorizeWords: TokenWords = {
  needed: 'An access token is needed: discover, authorize and send it as Bearer.',
  again: '',
  wider: (scope) => `This tool needs the scope ${scope}: authorize again with it.`,
};

/** A key that lacks the scope would give no more, however often one authorizes. */
export const keyWords: TokenWords = {
  ...authorizeWords,
  wider: (scope) =>
    `This tool needs the scope ${scope}: authorize again with it, and if the key does not hold it, add it to the key in Client Center first.`,
};
