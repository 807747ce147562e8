/** Something that is told to the user on a page, because nobody vouches for the redirect URI. */
export interface PageProblem {
  code: string;
  title: string;
  message: string;
  /** What to do about it. */
  cure?: string;
  /** Where the error would go if errors went to unverified redirect URIs: decided by `errorMayBeRedirected`. */
  redirectUri?: string | undefined;
  state?: string | undefined;
}
