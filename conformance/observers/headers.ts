import { type Breach, observation, type Sight, unless } from '../vocabulary/observation.ts';
import { isJson, parsed } from './sights.ts';

// What the headers of an answer say of it.

type Headers = Record<string, string>;
const cachingOf = (headers: Headers): string => headers['cache-control'] ?? 'no Cache-Control';
const notStored = ({ answer: { headers } }: Sight<'tokens' | 'registration'>): Breach | 'well' =>
  unless(/\bno-store\b/i.test(cachingOf(headers)), 'Cache-Control: no-store', cachingOf(headers));

export const tokensAreNotStored = observation({ kind: 'tokens', judge: notStored });
export const brokerageTokensAreNotStored = observation({ kind: 'tokens', of: ['broker'], judge: notStored });
export const registrationsAreNotStored = observation({ kind: 'registration', judge: notStored });

const titled = ({ url, answer: { body = '' } }: Sight<'page'>): string => {
  const title = /<title[^>]*>([^<]+)/i.exec(body.slice(0, 4000))?.[1]?.replace(/\s+/g, ' ').trim();
  return `${title ? `“${title}” ` : ''}(${url.pathname})`;
};

const both = ['gateway', 'broker'] as const;

export const pagesAreNotStored = observation({
  kind: 'page',
  of: both,
  judge(sight) {
    const caching = cachingOf(sight.answer.headers);
    return unless(/\b(no-store|no-cache|private)\b/i.test(caching), `no-store on ${titled(sight)}`, caching);
  },
});

/** The policy says who may frame the page, and not everybody may. */
function namesItsFrames(policy: string): boolean {
  const sources = /frame-ancestors\s+([^;,]+)/i.exec(policy)?.[1]?.trim().split(/\s+/) ?? [];
  return sources.length > 0 && !sources.some((one) => /^(\*|https?:|https?:\/\/\*)$/i.test(one));
}

export const pagesAreNotFramed = observation({
  kind: 'page',
  of: both,
  judge(sight) {
    const { 'content-security-policy': policy = '', 'x-frame-options': frame = '' } = sight.answer.headers;
    const isForbidden = namesItsFrames(policy) || /^(deny|sameorigin)\b/i.test(frame);
    const expected = `frame-ancestors 'none' or X-Frame-Options on ${titled(sight)}`;
    return unless(isForbidden, expected, [policy, frame].filter(Boolean).join('; ') || 'neither');
  },
});

export const pagesAreNotFramedAnywhere = observation({
  kind: 'page',
  of: both,
  judge(sight) {
    const { 'content-security-policy': policy = 'no policy', 'x-frame-options': frame = 'none' } = sight.answer.headers;
    if (!/frame-ancestors/i.test(policy)) return { expected: `frame-ancestors on ${titled(sight)}`, seen: policy };
    return unless(/^(deny|sameorigin)\b/i.test(frame), `X-Frame-Options on ${titled(sight)}`, frame);
  },
});

/** How a body begins that was coded so and is not decoded, read as UTF-8: what is no character there became U+FFFD. */
const codings: Readonly<Record<string, string>> = {
  gzip: '\u001f\ufffd',
  'x-gzip': '\u001f\ufffd',
  zstd: '(\ufffd/\ufffd',
};

/** A body is coded as Content-Encoding says, and JSON is JSON. */
export const bodiesAreWhatTheyAreCalled = observation({
  kind: 'answer',
  of: both,
  judge({ exchange, request, answer: { status, headers, body } }) {
    const said = headers['content-encoding'];
    // It came whole, and could not be read.
    if (exchange.failure) return { expected: `a body in the coding ${said}`, seen: exchange.failure };
    if (!body || request.method === 'HEAD' || status === 304) return undefined;
    const hidden = Object.keys(codings).find((name) => body.startsWith(codings[name]!));
    if (hidden) return { expected: `Content-Encoding: ${hidden}`, seen: said ?? 'no such header' };
    const type = headers['content-type'];
    return isJson(headers) ? unless(parsed(body) !== undefined, `JSON, as ${type} says`, body.slice(0, 80)) : 'well';
  },
});

const cookies = (header: string): string[] => header.split(/,\s*(?=[^;,\s=]+=)/);
const isTakenBack = (cookie: string): boolean =>
  /;\s*max-age=(0|-\d+)/i.test(cookie) || /^[^=]+=(;|$)/.test(cookie) || /expires=[^;]*\b(19\d\d)\b/i.test(cookie);

/** Cookies of the way in are out of the reach of scripts and of other sites. */
export const cookiesAreOutOfReach = observation({
  kind: 'step',
  of: both,
  absent: 'the way in sets no cookie',
  judge({ url, answer: { headers } }) {
    const set = headers['set-cookie'] === undefined ? [] : cookies(headers['set-cookie']);
    const own = set.filter((cookie) => !isTakenBack(cookie));
    if (own.length === 0) return undefined;
    const isSecure = url.protocol === 'https:';
    const wanted = `HttpOnly, SameSite=Lax${isSecure ? ' and Secure' : ''}`;
    for (const cookie of own) {
      const [pair = '', ...attributes] = cookie.split(/;\s*/);
      const has = (asked: RegExp) => attributes.some((attribute) => asked.test(attribute));
      const isGood = has(/^httponly$/i) && has(/^samesite=(lax|strict)$/i) && (!isSecure || has(/^secure$/i));
      const expected = `${wanted} on the cookie ${pair.split('=')[0]}`;
      if (!isGood) return { expected, seen: attributes.join('; ') || 'no attributes' };
    }
    return 'well';
  },
});

/** Who answers by a message says to which origin (RFC 9700 §4.17). */
export const messagesGoToOneOrigin = observation({
  kind: 'page',
  of: both,
  absent: 'no page answers by a message',
  judge(sight) {
    const calls = [...(sight.answer.body ?? '').matchAll(/\bpostMessage\s*\(([^;]*)/g)].map(([call]) => call);
    if (calls.length === 0) return undefined;
    const wide = calls.find((call) => /,\s*(["'`])\*\1|targetOrigin["']?\s*:\s*(["'`])\*\2/.test(call));
    return unless(!wide, `postMessage to one origin on ${titled(sight)}`, wide);
  },
});
