/** A challenge to who brought no token, or no good one (RFC 9110 §11.6.1, RFC 6750 §3). */
export interface Challenge {
  scheme: string;
  /** By name in small letters; of one that is repeated, the last. */
  params: Record<string, string>;
  /** Parameters that it names more than once. */
  repeated: string[];
}

/** What stands between commas, where a comma in quotes is a letter like any other. */
const item = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g;
const parameter = /^(?:([\w!#$%&'*+.^`|~-]+)\s+)?([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))$/s;

/** All challenges of a `WWW-Authenticate` header, in order. */
export function challengesIn(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  const begin = (scheme: string) => challenges.push({ scheme, params: {}, repeated: [] });
  for (const [found] of header.matchAll(item)) {
    const text = found.trim();
    const [, scheme, name, quoted, bare] = parameter.exec(text) ?? [];
    if (text && !name) begin(text.split(/\s/)[0]!);
    if (scheme) begin(scheme);
    const challenge = challenges.at(-1);
    if (!name || !challenge) continue;
    const key = name.toLowerCase();
    if (Object.hasOwn(challenge.params, key)) challenge.repeated.push(key);
    challenge.params[key] = quoted?.replace(/\\(.)/gs, '$1') ?? bare ?? '';
  }
  return challenges;
}

export const isBearer = ({ scheme }: Challenge): boolean => scheme.toLowerCase() === 'bearer';

/** The name of its scheme as RFC 6750 writes it: it has no case. */
export const schemeOf = (challenge: Challenge): string => (isBearer(challenge) ? 'Bearer' : challenge.scheme);

/** The challenge of an answer: the one for Bearer where there are several; undefined where there is none. */
export function challengeOf({ headers }: { headers: Record<string, string> }): Challenge | undefined {
  const challenges = challengesIn(headers['www-authenticate'] ?? '');
  return challenges.find(isBearer) ?? challenges[0];
}
