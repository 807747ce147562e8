/** What differs between the redirect URI that was sent and the registered one, in sentences for the person in front. */
export function explainMismatch(sent: string, registered: readonly string[]): string[] {
  const saved = registered[0];
  if (saved === undefined) return ['No redirect URI is saved for this client.'];
  if (!URL.canParse(sent))
    return ['What was sent is not an absolute URL such as https://gateway.example/auth/callback.'];
  if (!URL.canParse(saved)) return ['What is saved in the key is not an absolute URL.'];
  const found = differences(new URL(sent), new URL(saved));
  return found.length > 0 ? found : [`The two are written differently (${letterDifference(sent, saved)}).`];
}

function differences(sent: URL, saved: URL): string[] {
  const found: string[] = [];
  if (sent.protocol !== saved.protocol) {
    found.push(`The scheme differs: ${scheme(sent)} was sent, the key was saved with ${scheme(saved)}.`);
  }
  if (sent.hostname !== saved.hostname) found.push('The host differs from the one saved in the key.');
  else if (sent.port !== saved.port) found.push('The port differs from the one saved in the key.');
  if (sent.pathname !== saved.pathname) found.push(pathDifference(sent.pathname, saved.pathname));
  if (sent.search !== saved.search) found.push('The query differs from the one saved in the key.');
  if (sent.hash !== '') found.push('A redirect URI has no fragment (the part after #).');
  return found;
}

const scheme = (url: URL): string => url.protocol.replace(':', '');

function pathDifference(sent: string, saved: string): string {
  if (sent === `${saved}/`) return 'A slash too many: what was sent ends with a slash, the key was saved without it.';
  if (`${sent}/` === saved)
    return 'A slash too few: the key was saved with a slash at the end, what was sent has none.';
  return 'The path differs from the one saved in the key.';
}

function letterDifference(sent: string, saved: string): string {
  if (sent.trim() === saved.trim()) return 'a space before or after it';
  if (sent.toLowerCase() === saved.toLowerCase()) return 'upper and lower case letters';
  return 'a trailing slash or another character';
}
