import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Variation } from '../vocabulary/variation.ts';

type Rewrite = (answer: EdgeResponse) => EdgeResponse;
const isJson = ({ headers, body }: EdgeResponse): boolean =>
  /\bjson\b/.test(headers['content-type'] ?? '') && typeof body === 'object' && body !== null;
const atGateway = (response: Rewrite): Pick<Variation, 'rewrites'> => ({ rewrites: { at: 'gateway', response } });
const written =
  (write: (document: unknown) => string): Rewrite =>
  (answer) =>
    isJson(answer) ? { ...answer, body: write(answer.body) } : answer;

/** Members in the opposite order, however deep. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, reversed(one)]),
  );
}

/** Every third character as an escape, in the strings of a document alone: elsewhere JSON has none. */
const escaped = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replace(/\\.|[a-z/:]/g, (one, at: number) => {
      if (one.length > 1 || at % 3 > 0) return one;
      return one === '/' ? '\\/' : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }),
  );

/** A body that is coded as the request allows; a stream is never held back for it. */
const coded =
  (name: 'gzip' | 'br', code: (text: string) => Buffer): Rewrite =>
  (answer) => {
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const isStream = answer.headers['content-type']?.startsWith('text/event-stream');
    if (isStream || !text || !answer.sent?.['accept-encoding']?.includes(name)) return answer;
    const vary = [answer.headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
    return { ...answer, headers: { ...answer.headers, 'content-encoding': name, vary }, body: code(text) };
  };

/** How small it gets is nobody's business here. */
const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } };

const renamed =
  (change: (name: string) => string): Rewrite =>
  (answer) => ({
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [change(name), value])),
  });

/** What HTTP and JSON leave open, whatever is carried. */
export const httpVariations: readonly Variation[] = [
  {
    name: 'json-with-spaces-and-in-another-order',
    round: 1,
    does: 'Writes each JSON document over several lines, its members in the opposite order.',
    allowedBy: 'RFC 8259 §2, §4',
    ...atGateway(written((document) => `\n${JSON.stringify(reversed(document), null, 2)}\r\n`)),
  },
  {
    name: 'json-with-escapes',
    round: 2,
    does: 'Writes characters of JSON strings as escapes, slashes among them.',
    allowedBy: 'RFC 8259 §7',
    ...atGateway(written((document) => escaped(JSON.stringify(document)))),
  },
  {
    name: 'media-types-in-another-case',
    round: 2,
    does: 'Writes media types in capitals, with a charset and no space.',
    allowedBy: 'RFC 9110 §8.3.1',
    ...atGateway((answer) => {
      const type = answer.headers['content-type'];
      if (!type) return answer;
      const [media] = type.split(';');
      const upper = media!.replace(/\b[a-z]/g, (one) => one.toUpperCase());
      return { ...answer, headers: { ...answer.headers, 'content-type': `${upper};Charset="UTF-8"` } };
    }),
  },
  {
    name: 'bodies-in-gzip',
    round: 1,
    does: 'Compresses what it answers with gzip, where the request takes that.',
    allowedBy: 'RFC 9110 §8.4.1.3',
    ...atGateway(coded('gzip', (text) => gzipSync(text, { level: 1 }))),
  },
  {
    name: 'bodies-in-brotli',
    round: 2,
    does: 'Compresses what it answers with Brotli, where the request takes that.',
    allowedBy: 'RFC 7932',
    ...atGateway(coded('br', (text) => brotliCompressSync(text, quickly))),
  },
  {
    name: 'a-cookie-of-the-load-balancer',
    round: 3,
    does: 'Sets a cookie that keeps a visitor at one machine, as load balancers do, on each answer that sets none.',
    allowedBy: 'RFC 6265 §4.1',
    ...atGateway((answer) =>
      answer.headers['set-cookie']
        ? answer
        : { ...answer, headers: { ...answer.headers, 'set-cookie': 'machine=7; Path=/; HttpOnly; SameSite=Lax' } },
    ),
  },
  {
    name: 'connections-are-closed',
    round: 4,
    does: 'Closes the connection after each answer.',
    allowedBy: 'RFC 9112 §9.6',
    ...atGateway((answer) => ({ ...answer, headers: { ...answer.headers, connection: 'close' } })),
  },
  {
    name: 'limits-are-told',
    round: 3,
    does: 'Says with each answer what is allowed and what is left of it.',
    allowedBy: 'draft-ietf-httpapi-ratelimit-headers-10 §3, §4',
    ...atGateway((answer) => {
      const wait = answer.headers['retry-after'];
      const left = wait && /^\d+$/.test(wait) ? `r=0;t=${wait}` : 'r=90000;t=30';
      const told = {
        'ratelimit-policy': '"calls";q=100000;w=60;qu="requests";pk=:cGFydGl0aW9uIDc=:',
        ratelimit: `"calls";${left}`,
      };
      return { ...answer, headers: { ...answer.headers, ...told } };
    }),
  },
  {
    name: 'slow-answers',
    round: 4,
    does: 'Sends half of each answer at once, and the rest a moment later.',
    allowedBy: 'RFC 9112 §7.1: a body may come in parts; no document says how soon',
    ...atGateway((answer) => ({ ...answer, ends: 'late' })),
  },
  {
    name: 'headers-of-a-proxy',
    round: 2,
    does: 'Comes through a proxy that says who it is, numbers requests and names the language.',
    allowedBy: 'RFC 9110 §7.6.3, §8.5, §10.2.4',
    ...atGateway((answer) => ({
      ...answer,
      headers: {
        ...answer.headers,
        via: '1.1 edge-7',
        server: 'edge/2 (unix)',
        'x-request-id': 'a1b2',
        'content-language': 'en, de-CH',
        nel: '{"report_to":"x","max_age":60}',
      },
    })),
  },
  {
    name: 'origins-by-name',
    round: 1,
    does: 'Names the origin that asks, where it would let any origin read.',
    allowedBy: 'Fetch, “CORS protocol”',
    ...atGateway((answer) => {
      const { origin } = answer.sent ?? {};
      if (!origin || answer.headers['access-control-allow-origin'] !== '*') return answer;
      const vary = [answer.headers.vary, 'Origin'].filter(Boolean).join(', ');
      return { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': origin, vary } };
    }),
  },
  {
    name: 'the-brokerages-json-with-escapes',
    round: 2,
    does: 'The brokerage writes characters of JSON strings as escapes.',
    allowedBy: 'RFC 8259 §7',
    rewrites: { at: 'broker', response: written((document) => escaped(JSON.stringify(document))) },
  },
  // Last, since those above look headers up by their small names.
  {
    name: 'header-names-in-capitals',
    round: 1,
    does: 'Writes the names of headers in capitals.',
    allowedBy: 'RFC 9110 §5.1',
    ...atGateway(renamed((name) => name.toUpperCase())),
  },
];
