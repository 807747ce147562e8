import type { Answer, RpcMessage } from '../vocabulary/answer.ts';
import { Violation } from '../vocabulary/expect.ts';

/** A media type has no case (RFC 9110 §8.3.1). */
export const isEventStream = (headers: Record<string, string>): boolean =>
  /^text\/event-stream\b/i.test(headers['content-type'] ?? '');

const isMessage = (value: unknown): value is RpcMessage =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Lines of a stream end in three ways, which may be mixed, and a mark of the byte order may stand before the first. Empty
 * lines in a row mean no more than one, and there may be a million of them: four ends are two lines at least. They are
 * taken by the thousand, since a pattern remembers each letter of what it may have to give back.
 */
export const withPlainLines = (text: string): string =>
  text
    .replace(/^\ufeff/, '')
    .replace(/[\r\n]{4,1000}/g, '\n\n')
    .replace(/[\r\n]{4,}/g, '\n\n')
    .replace(/\r\n?/g, '\n');

/** Messages in an SSE body, in order; data that is no JSON object is passed over. */
export function sseMessages(text: string): RpcMessage[] {
  return withPlainLines(text)
    .split('\n\n')
    .map((event) =>
      event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n'),
    )
    .flatMap((data) => {
      try {
        const message: unknown = data ? JSON.parse(data) : undefined;
        return isMessage(message) ? [message] : [];
      } catch {
        return [];
      }
    });
}

interface Received {
  status: number;
  headers: Record<string, string>;
  setCookies: string[];
  text: string;
  exchange: number;
  url: string;
}

export function createAnswer(received: Received): Answer {
  const parse = (): unknown => {
    try {
      return JSON.parse(received.text);
    } catch {
      return undefined;
    }
  };
  let streamed: RpcMessage[] | undefined;
  const messages = (): RpcMessage[] => {
    if (!isEventStream(received.headers)) return [parse()].flat().filter(isMessage);
    // Whoever judges a long stream asks for them again and again.
    streamed ??= sseMessages(received.text);
    return streamed;
  };
  const words = (): string => {
    const said = isEventStream(received.headers) ? messages() : [parse()].filter((one) => one !== undefined);
    return said.length > 0 ? said.map((one) => JSON.stringify(one)).join('\n') : received.text;
  };
  const answer: Answer = {
    ...received,
    words,
    tryJson: parse,
    json() {
      const body = parse();
      if (body === undefined || body === null || typeof body !== 'object') {
        const type = received.headers['content-type'] ?? 'no content type';
        throw new Violation('a JSON document', `${received.status} with ${type}`, answer);
      }
      return body;
    },
    messages,
    rpc: () => messages().find((message) => message.jsonrpc === '2.0' && ('result' in message || 'error' in message)),
  };
  return answer;
}
