/** Ids of checks that were given up, and those that judge the same now: what names an old one means the new one. */
export const RENAMED: Readonly<Record<string, string>> = {
  'discovery/challenges-who-has-no-token': 'tokens/a-missing-token-is-a-challenge',
};

/** The id in force. */
export const currentId = (id: string): string => (Object.hasOwn(RENAMED, id) ? RENAMED[id]! : id);
