/** Ids that have changed, old to new: what names an old one in a configuration or a baseline still means the check. */
export const RENAMED: Readonly<Record<string, string>> = {
  'discovery/opens-metadata-to-browsers-but-not-sign-in': 'discovery/keeps-sign-in-from-scripts-of-other-sites',
};
