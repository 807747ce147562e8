/** Ids that have changed or were given up, old to new: what names an old one in a configuration means the new one. */
export const RENAMED: Readonly<Record<string, string>> = {
  'discovery/challenges-who-has-no-token': 'tokens/a-missing-token-is-a-challenge',
  'discovery/opens-metadata-to-browsers-but-not-sign-in': 'discovery/keeps-sign-in-from-scripts-of-other-sites',
};

/** The id in force. */
export const currentId = (id: string): string => (Object.hasOwn(RENAMED, id) ? RENAMED[id]! : id);
