/** An AI platform whose users come here, as the one who runs the gateway knows it. */
export interface Platform {
  name: string;
  /** Where it wants its users sent back to; `prefix` where it appends an id of the connection. */
  callbacks: readonly { uri: string; prefix: boolean }[];
  /** Where a Client ID goes in its settings, for the quick reference. */
  clientIdGoesInto?: string;
}

/** The name to show for a redirect URI that the gateway has already accepted. */
export function platformOf(platforms: readonly Platform[], redirectUri: string): string {
  const known = platforms.find(({ callbacks }) =>
    callbacks.some(({ uri, prefix }) => (prefix ? redirectUri.startsWith(uri) : redirectUri === uri)),
  );
  return known?.name ?? 'a program on this computer';
}
