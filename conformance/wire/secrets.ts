import type { Secrets } from '../vocabulary/secrets.ts';

/** People choose short passwords; whatever a machine makes is longer. */
const SHORTEST = 8;
const SHORTEST_PASSWORD = 4;
const word = /[A-Za-z0-9_\-.~+/]{8,}={0,2}/g;
const isWord = new RegExp(`^${word.source}$`);
/** Names of form fields, JSON members and query parameters that always carry a secret, no name behind its beginning. */
const secretNames = [
  ...['access_token', 'refresh_token', 'id_token', 'subject_token', 'registration_access_token', 'token'],
  ...['client_secret', 'code_verifier', 'code', 'csrf', 'assertion'],
];
const passwordNames = 'password|passwd|passphrase|pwd';
/** `code` in JSON is an error code, not an authorization code. */
const jsonNames = secretNames.filter((name) => name !== 'code').join('|');
const formNames = secretNames.join('|');
const inJson = new RegExp(`("(${jsonNames})"\\s*:\\s*")([^"]{${SHORTEST},})(")`, 'g');
const inForm = new RegExp(`((?:^|[?&;\\s])(${formNames})=)([^&\\s"'<>]{${SHORTEST},})()`, 'g');
const inHtml = new RegExp(`(name="(${formNames})"[^>]*?value=")([^"]{${SHORTEST},})(")`, 'g');
const passwordInForm = new RegExp(`((?:^|[?&;\\s])(${passwordNames})=)([^&\\s"'<>]+)()`, 'g');
const passwordInJson = new RegExp(`("(${passwordNames})"\\s*:\\s*")([^"]+)(")`, 'g');
/** Also without its signature: what a JWT says is nobody else's business. */
const jwt = /\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,2}/g;
/** The most characters that are looked at: what is longer is cut, for a text without end is the end of a pattern. */
const LONGEST = 20_000;

const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} characters more)` : text;
const isCut = (text: string, end: number): boolean => end === text.length || text[end] === '…';

/** How a value looks in a URL, a form, JSON and HTML, where that is not as it is. */
function disguises(value: string): string[] {
  const inUrl = encodeURIComponent(value);
  const inForms = new URLSearchParams({ '': value }).toString().slice(1);
  const lowerCase = (text: string) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  const json = JSON.stringify(value).slice(1, -1);
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const all = [value, inUrl, inForms, lowerCase(inUrl), lowerCase(inForms), json, json.replaceAll('/', '\\/'), html];
  return [...new Set(all)];
}

export function createSecrets(): Secrets {
  const kinds = new Map<string, string>();
  const byStart = new Map<string, string[]>();
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();
  /** What no pattern of words finds, by how it looks: what it is a form of. */
  const odd = new Map<string, string>();
  let oddPattern: RegExp | undefined;

  const label = (kind: string, value: string): string => {
    const known = labels.get(value);
    if (known) return known;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const made = `«${kind} ${number}»`;
    labels.set(value, made);
    return made;
  };
  const byName = (whole: string, before: string, name: string, value: string, after: string): string =>
    value.startsWith('«') ? whole : before + label(name, value) + after;
  /** A word at which a text was cut can be the beginning of a secret. */
  const beginning = (match: string): string | undefined => {
    const whole = byStart.get(match.slice(0, SHORTEST))?.find((value) => value.startsWith(match));
    return whole && label(kinds.get(whole)!, whole);
  };
  const known = (match: string, at: number, text: string): string => {
    const kind = kinds.get(match);
    if (kind) return label(kind, match);
    // A path of a URL is one word.
    if (match.includes('/')) {
      const shown = match.replace(/[^/]{8,}/g, (part) => (kinds.has(part) ? label(kinds.get(part)!, part) : part));
      if (shown !== match) return shown;
    }
    const bare = match.replace(/[.=]+$/, '');
    const kindOfBare = kinds.get(bare);
    return kindOfBare
      ? label(kindOfBare, bare) + match.slice(bare.length)
      : isCut(text, at + match.length)
        ? (beginning(match) ?? match)
        : match;
  };
  function withoutOdd(text: string): string {
    if (odd.size === 0) return text;
    // Sorted, so that the longest of those that begin alike is found.
    const longestFirst = () => [...odd.keys()].sort((a, b) => (a < b ? 1 : -1));
    oddPattern ??= new RegExp(longestFirst().map(literally).join('|'), 'g');
    return text.replace(oddPattern, (match) => {
      const value = odd.get(match)!;
      return label(kinds.get(value)!, value);
    });
  }

  return {
    label,
    note(kind, value) {
      const shortest = kind === 'password' ? SHORTEST_PASSWORD : SHORTEST;
      if (typeof value !== 'string' || value.length < shortest || kinds.has(value)) return;
      kinds.set(value, kind);
      const start = value.slice(0, SHORTEST);
      byStart.set(start, [...(byStart.get(start) ?? []), value]);
      for (const look of disguises(value)) {
        if (isWord.test(look)) continue;
        odd.set(look, value);
        oddPattern = undefined;
      }
    },
    redact: (text) =>
      withoutOdd(shortened(text))
        .replace(jwt, (match) => label(kinds.get(match) ?? 'token', match))
        .replace(word, known)
        .replace(inJson, byName)
        .replace(inForm, byName)
        .replace(inHtml, byName)
        .replace(passwordInForm, byName)
        .replace(passwordInJson, byName),
  };
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
