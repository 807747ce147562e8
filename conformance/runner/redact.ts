import type { Exchange, StepResult } from '../run/model.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import { wasRaced } from '../wire/recorder.ts';
import type { RunOptions } from './options.ts';

/** Headers that say nothing about the target and differ from run to run. */
const noise = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'etag']);
/**
 * The most characters of a body that a report keeps, of what went well and of what did not; of a redirect that went
 * well none, since it says again where it leads. Secrets are looked for in what is read, before it is cut: a token cut
 * in two would not be known for one.
 */
const LONGEST_BODY = { fine: 300, redirect: 0, found: 8_000, read: 19_900 };

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length - most} characters more)` : text;
}

const wasCut = /… \(\d+ characters more\)$/;
/** The part of a body that is read, and how much more there is; the same of what was cut before. */
const readOf = (body: string): string => {
  const { read } = LONGEST_BODY;
  return body.length < read + 40 && wasCut.test(body.slice(read)) ? body : shorten(body, read);
};
/** A part of a text keeps all of it in memory, unless it is written anew, which takes a byte for each plain letter. */
const anew = (text: string): string => JSON.parse(JSON.stringify(text));

/** Lets go of what no report will show of bodies that nobody looks at any more. */
export function forgetTails(exchanges: readonly Exchange[]): void {
  for (const { request, response } of exchanges)
    for (const half of [request, response])
      if (half?.body && half.body.length > LONGEST_BODY.read) half.body = anew(readOf(half.body));
}

const wordEnds = /[^\w\-.~+/=%]/g;
/** So much behind a word: what somebody chose for a password may hold a blank. */
const BEHIND = 200;

/** As much of a body as has to be cleaned where only its beginning is kept: no word that begins there is cut in two. */
function beginningOf(body: string, most: number): string {
  if (most === 0) return '';
  wordEnds.lastIndex = most;
  const end = wordEnds.exec(body);
  return end ? body.slice(0, end.index + BEHIND) : body;
}

/** Longer texts are not worth remembering. */
const SHORT = 300;

/** Redacts secrets and puts aliases for origins; short texts, which repeat a lot, are cleaned once. */
export function createCleaner(options: Pick<RunOptions, 'aliases'>, secrets: Secrets): Clean {
  const aliases = new Map<string, string>();
  for (const [origin, alias] of Object.entries(options.aliases ?? {})) {
    aliases.set(origin, alias);
    aliases.set(encodeURIComponent(origin), encodeURIComponent(alias));
    // A redirect carries a URL whose parameter is a URL: encoded twice.
    aliases.set(encodeURIComponent(encodeURIComponent(origin)), encodeURIComponent(encodeURIComponent(alias)));
    const [host, aliasHost] = [new URL(origin).host, new URL(alias).host];
    aliases.set(host, aliasHost);
    aliases.set(encodeURIComponent(host), encodeURIComponent(aliasHost));
    // The same port by the other name of this machine, which a check puts in the place of the right one.
    const byName = host.replace(/^127\.0\.0\.1(?=:)/, 'localhost');
    if (byName !== host) for (const name of [byName, encodeURIComponent(byName)]) aliases.set(name, 'localhost');
  }
  const longestFirst = [...aliases.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((text) => text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'));
  const named = escaped.length > 0 ? new RegExp(escaped.join('|'), 'g') : undefined;
  const clean = (text: string): string => {
    const redacted = secrets.redact(text);
    return named ? redacted.replace(named, (match) => aliases.get(match) ?? match) : redacted;
  };
  const known = new Map<string, string>();
  return (text: string): string => {
    if (text.length > SHORT) return clean(text);
    const cleaned = known.get(text) ?? clean(text);
    known.set(text, cleaned);
    return cleaned;
  };
}

export type Clean = (text: string) => string;

/** What `Set-Cookie` says besides the cookie itself. */
const cookieAttribute = /^(expires|max-age|domain|path|samesite|priority)$/i;

/** Whoever holds a cookie is signed in: its value is a secret, whoever gave it. */
const hideCookies = (header: string, hide: Secrets['label']): string =>
  header.replace(/([^\s=;,]+)=([^\s;,]+)/g, (whole, name, value) =>
    cookieAttribute.test(name) ? whole : `${name}=${hide('cookie', value)}`,
  );

function cleanHeaders(headers: Record<string, string>, clean: Clean, hide: Secrets['label']): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !noise.has(name.toLowerCase()));
  return Object.fromEntries(
    shown.map(([name, value]) => {
      const authorization = /^(Basic|Bearer)\s+(.*)$/i.exec(value);
      if (name.toLowerCase() === 'authorization' && authorization) {
        const label = clean(authorization[2]!);
        return [name, `${authorization[1]} ${label === authorization[2] ? '«credentials»' : label}`];
      }
      if (/^(set-)?cookie$/i.test(name)) return [name, hideCookies(value, hide)];
      if (/^(apca-api-secret-key|x-api-key)$/i.test(name)) return [name, '«secret»'];
      return [name, clean(value)];
    }),
  );
}

/** Two runs with one seed are equal. */
const RACED: Pick<Exchange, 'response' | 'failure'> = {
  failure: 'not kept: which of several right answers came was a matter of timing',
};

function keptOf(body: string, most: number, clean: Clean): string {
  const beginning = beginningOf(body, most);
  const cleaned = clean(beginning);
  const more = Math.max(cleaned.length - most, 0) + body.length - beginning.length;
  return more > 0 ? `${cleaned.slice(0, most)}… (${more} characters more)` : cleaned;
}

/** The exchange as it may be shown, under its number in the run; more of it where it is evidence of a finding. */
export function cleanExchange(
  exchange: Exchange,
  n: number,
  kept: 'fine' | 'found',
  clean: Clean,
  hide: Secrets['label'],
): Exchange {
  const { request } = exchange;
  const { response, failure } = kept === 'fine' && wasRaced(exchange) ? RACED : exchange;
  const body = (text: string | undefined, most: number = LONGEST_BODY[kept]) =>
    text === undefined ? {} : { body: keptOf(readOf(text), most, clean) };
  const redirects = response !== undefined && response.status >= 300 && response.status < 400;
  const ofAnswer = kept === 'fine' && redirects ? LONGEST_BODY.redirect : LONGEST_BODY[kept];
  return {
    n,
    from: exchange.from,
    to: exchange.to,
    request: {
      method: request.method,
      url: clean(request.url),
      headers: cleanHeaders(request.headers, clean, hide),
      ...body(request.body),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: cleanHeaders(response.headers, clean, hide),
            ...body(response.body, ofAnswer),
          },
        }
      : {}),
    ...(failure || !response ? { failure: clean(failure || 'no answer had come when this was over') } : {}),
    ms: Math.round(exchange.ms * 10) / 10,
  };
}

/** The step as it may be shown, with its exchanges numbered as in the run. */
export function cleanStep(step: StepResult, offset: number, clean: Clean): StepResult {
  return {
    ...step,
    says: clean(step.says),
    ...(step.expected === undefined ? {} : { expected: clean(step.expected) }),
    ...(step.seen === undefined ? {} : { seen: clean(step.seen) }),
    story: step.story.map((line) => ({
      ...line,
      what: clean(line.what),
      ...(line.exchange ? { exchange: line.exchange + offset } : {}),
    })),
    exchanges: step.exchanges.map((n) => n + offset),
  };
}
