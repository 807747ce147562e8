import type { Secrets } from '../vocabulary/secrets.ts';
import { createWordFinder } from './word-finder.ts';

/** People choose short passwords; whatever a machine makes is longer. */
const SHORTEST = 8;
const SHORTEST_PASSWORD = 4;
const word = /[A-Za-z0-9_\-.~+/]{8,}={0,2}/g;
const isWord = new RegExp(`^${word.source}$`);
/** Names of form fields, JSON members and query parameters that always carry a secret, no name behind its beginning. */
const secretNames = [
  ...['access_token', 'refresh_token', 'id_token', 'subject_token', 'registration_access_token', 'token'],
  ...['client_secret', 'code_verifier', 'code', 'csrf', 'assertion', 'client_assertion', 'device_code', 'session_id'],
  ...[
    'api_key',
    'apikey',
    'api_secret',
    'api_token',
    'auth_token',
    'session_key',
    'session_token',
    'secret',
    'secret_key',
  ],
  ...['private_key', 'user_secret', 'bearer_token', 'jwt', 'otp'],
];
const passwordNames = 'password|passwd|passphrase|pwd';
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

/** Where a name in these words is followed by a secret, to the end of a text that was cut: as JSON, as a form or a query, and as a field of HTML. */
function patternsFor(names: readonly string[]): RegExp[] {
  const written = (all: readonly string[]) => all.map((name) => literally(name).replace(/_/g, '[-_]?')).join('|');
  const form = written(names);
  // `code` in JSON is an error code, not an authorization code.
  const json = written(names.filter((name) => name !== 'code'));
  return [
    new RegExp(`("(${json})"\\s*:\\s*")([^"]{${SHORTEST},})("|$)`, 'gi'),
    new RegExp(`((?:^|[?&;\\s])(${form})=)([^&\\s"'<>]{${SHORTEST},})()`, 'gi'),
    new RegExp(`(name="(${form})"[^>]*?value=")([^"]{${SHORTEST},})("|$)`, 'gi'),
    new RegExp(`((?:^|[?&;\\s])(${passwordNames})=)([^&\\s"'<>]+)()`, 'g'),
    new RegExp(`("(${passwordNames})"\\s*:\\s*")([^"]+)("|$)`, 'g'),
  ];
}

/** What somebody has chosen or was given for long: it is looked for in disguise, too. */
const lasting = ['password', 'client_secret', 'header', 'hooks_token'];
/** So few characters of a disguise can stand in any text by chance. */
const SHORTEST_DISGUISE = 8;

/** What a value makes of base64, wherever in a longer text it stands, and of hex. */
function encodings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const inBase64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters at either end hold bits of what stands beside the value.
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    return whole.slice(Math.ceil((before * 8) / 6), end);
  });
  const inHex = bytes.toString('hex');
  const urlSafe = inBase64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'));
  const all = [...inBase64, ...urlSafe, inHex, inHex.toUpperCase()];
  return [...new Set(all)].filter((one) => one.length >= SHORTEST_DISGUISE);
}

/** Makes a place for secrets; `more` are names of members that hold one, besides the usual. */
export function createSecrets(more: readonly string[] = []): Secrets {
  const byNames = patternsFor([...secretNames, ...more]);
  const kinds = new Map<string, string>();
  const byStart = new Map<string, string[]>();
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();
  /** What no pattern of words finds, by how it looks: what it is a form of. */
  const odd = new Map<string, string>();
  const oddWords = createWordFinder();

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
  const oddLabel = (look: string): string => {
    const value = odd.get(look)!;
    return label(kinds.get(value)!, value);
  };

  return {
    label,
    note(kind, value) {
      const shortest = kind === 'password' ? SHORTEST_PASSWORD : SHORTEST;
      if (typeof value !== 'string' || value.length < shortest || kinds.has(value)) return;
      kinds.set(value, kind);
      const start = value.slice(0, SHORTEST);
      byStart.set(start, [...(byStart.get(start) ?? []), value]);
      for (const look of [...disguises(value), ...(lasting.includes(kind) ? encodings(value) : [])]) {
        if (isWord.test(look) && kinds.has(look)) continue;
        odd.set(look, value);
        oddWords.add(look, standsByItself(look));
      }
    },
    redact(text) {
      const found = oddWords
        .replace(shortened(text), oddLabel)
        .replace(jwt, (match) => label(kinds.get(match) ?? 'token', match))
        .replace(word, known);
      return byNames.reduce((shown, pattern) => shown.replace(pattern, byName), found);
    },
  };
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A secret that is short is hidden where it stands by itself: within longer words it is not the secret. */
const standsByItself = (look: string): boolean => look.length < SHORTEST && /^\w+$/.test(look);

/** Whether a secret is too short to be hidden everywhere. */
export const isShort = (secret: string): boolean => secret.length < SHORTEST;
