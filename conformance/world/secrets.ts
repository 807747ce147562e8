/**
 * What must never be shown, and under which name it is shown instead. Labels are numbered by first appearance
 * (`«access_token 2»`), so that equal runs give equal reports and two uses of one token can be told to be the same.
 */
export interface Secrets {
  /** Remembers `value` as a secret of this kind; short or empty values are passed over. */
  note(kind: string, value: unknown): void;
  /** The text with every secret replaced. */
  redact(text: string): string;
}

const SHORTEST = 8;
const word = /[A-Za-z0-9_\-.~+/]{8,}={0,2}/g;
/** Names of form fields, JSON members and query parameters that always carry a secret. */
const secretNames =
  'access_token|refresh_token|id_token|subject_token|code|code_verifier|client_secret|password|csrf|assertion|registration_access_token';
/** `code` in JSON is an error code, not an authorization code. */
const inJson = new RegExp(`("(?:${secretNames.replace('code|', '')})"\\s*:\\s*")([^"]{${SHORTEST},})(")`, 'g');
const inForm = new RegExp(`((?:^|[?&;\\s])(?:${secretNames})=)([^&\\s"'<>]{${SHORTEST},})()`, 'g');
const inHtml = new RegExp(`(name="(?:${secretNames})"[^>]*?value=")([^"]{${SHORTEST},})(")`, 'g');
/** Also without its signature: what a JWT says is nobody else's business. */
const jwt = /\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,2}/g;
/** The most characters that are looked at: what is longer is cut, for a text without end is the end of a pattern. */
const LONGEST = 20_000;

const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} characters more)` : text;
const isCut = (text: string, end: number): boolean => end === text.length || text[end] === '…';

export function createSecrets(): Secrets {
  const kinds = new Map<string, string>();
  const byStart = new Map<string, string[]>();
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();

  const label = (value: string, kind: string): string => {
    const known = labels.get(value);
    if (known) return known;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const made = `«${kind} ${number}»`;
    labels.set(value, made);
    return made;
  };
  const byName = (_: string, before: string, value: string, after: string): string => {
    if (value.startsWith('«')) return before + value + after;
    const kind = kinds.get(value) ?? /(\w+)["=:\s]*[^=]*$/.exec(before)?.[1] ?? 'secret';
    return before + label(value, nameIn(before) ?? kind) + after;
  };
  const nameIn = (before: string): string | undefined => new RegExp(`(${secretNames})`).exec(before)?.[1];
  /** A word at which a text was cut can be the beginning of a secret. */
  const beginning = (match: string): string | undefined => {
    const whole = byStart.get(match.slice(0, SHORTEST))?.find((value) => value.startsWith(match));
    return whole && label(whole, kinds.get(whole)!);
  };
  const known = (match: string, at: number, text: string): string => {
    const kind = kinds.get(match);
    if (kind) return label(match, kind);
    const bare = match.replace(/[.=]+$/, '');
    const kindOfBare = kinds.get(bare);
    return kindOfBare
      ? label(bare, kindOfBare) + match.slice(bare.length)
      : isCut(text, at + match.length)
        ? (beginning(match) ?? match)
        : match;
  };

  return {
    note(kind, value) {
      if (typeof value !== 'string' || value.length < SHORTEST || kinds.has(value)) return;
      kinds.set(value, kind);
      const start = value.slice(0, SHORTEST);
      byStart.set(start, [...(byStart.get(start) ?? []), value]);
    },
    redact: (text) =>
      shortened(text)
        .replace(jwt, (match) => label(match, kinds.get(match) ?? 'token'))
        .replace(word, known)
        .replace(inJson, byName)
        .replace(inForm, byName)
        .replace(inHtml, byName),
  };
}
