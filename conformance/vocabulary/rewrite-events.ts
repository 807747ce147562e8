import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Mutant } from './mutant.ts';

type Rewrites = NonNullable<Mutant['rewrites']>;
// biome-ignore lint/suspicious/noExplicitAny: a mutant may spoil any part of any message
type Message = any;

const event = (message: object): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
const isStream = ({ headers }: EdgeResponse): boolean =>
  headers['content-type']?.startsWith('text/event-stream') ?? false;

/** The messages of an answer of the MCP URL: of its events, or the one that it is. */
function messagesOf(answer: EdgeResponse): Message[] {
  if (!isStream(answer)) return typeof answer.body === 'object' && answer.body !== null ? [answer.body] : [];
  return [...String(answer.body).matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data!));
}

/** Rewrites the answers of the MCP URL with a message that holds these words: they become streams of these messages. */
const rewriteMessages = (words: RegExp, change: (message: Message) => object[]): Rewrites => ({
  at: 'gateway',
  response(answer) {
    const messages = answer.path.split('?')[0] === '/mcp' ? messagesOf(answer) : [];
    const isMeant = (message: Message) => words.test(JSON.stringify(message));
    if (!messages.some(isMeant)) return answer;
    const body = messages
      .flatMap((one) => (isMeant(one) ? change(one) : [one]))
      .map(event)
      .join('');
    return { ...answer, headers: { ...answer.headers, 'content-type': 'text/event-stream' }, body };
  },
});

const message = (made: object): object => ({ jsonrpc: '2.0', ...made });

/** Rewrites messages that hold these words. */
export const rewriteEvents = (words: RegExp, change: (message: Message) => object): Rewrites =>
  rewriteMessages(words, (one) => [change(one)]);

/** Says something before the message that holds these words; an answer of one message becomes a stream. */
export const saidBefore = (words: RegExp, made: (message: Message) => object): Rewrites =>
  rewriteMessages(words, (one) => [message(made(one)), one]);

/** Says something after the message that holds these words. */
export const addToStream = (words: RegExp, made: (message: Message) => object): Rewrites =>
  rewriteMessages(words, (one) => [one, message(made(one))]);
