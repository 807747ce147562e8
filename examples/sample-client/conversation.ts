import { type Gateway, GatewayRefuses, type ToolAnswer } from './gateway.ts';
import { MintingFailed } from './minting.ts';
import { type Message, type Model, ModelFailed } from './model.ts';
import type { Clock } from './token-cache.ts';
import { CONFIRMING, takeTurn, wordsFor } from './turn.ts';

/** An order that waits for the person, or what became of it. */
export interface PreparedOrder {
  kind: 'order';
  id: string;
  summary: string;
  /** From here on a yes comes too late. */
  until: number;
  state: 'open' | 'sending' | 'sent' | 'declined' | 'expired' | 'refused' | 'unknown';
}

export type Entry = { kind: 'person' | 'assistant' | 'notice'; text: string } | PreparedOrder;

/** The person has two minutes, counted from before the order was prepared. */
const patienceMs = 120_000;
/** A conversation that grows longer begins again, so that a model is not sent ever more. */
const mostMessages = 100;

interface Parties {
  model: Model;
  gateway: Gateway;
  clock: Clock;
}

/** One person's conversation. Questions are answered one after another; an order is sent by `answer` and nothing else. */
export function createConversation({ model, gateway, clock }: Parties) {
  const entries: Entry[] = [];
  let messages: Message[] = [];
  /** What the person did on the page, for the model to know at the next question. */
  let happened: string[] = [];
  let last: Promise<void> = Promise.resolve();

  const notice = (text: string) => void entries.push({ kind: 'notice', text });
  const orderOf = (id: string) => entries.find((entry) => entry.kind === 'order' && entry.id === id);

  async function turn(text: string): Promise<void> {
    if (messages.length > mostMessages) messages = [];
    entries.push({ kind: 'person', text });
    messages.push({ role: 'user', content: [{ type: 'text', text: [...happened, text].join('\n\n') }] });
    happened = [];
    try {
      await takeTurn({ model, gateway, now: clock.now }, messages, {
        said: (words) => void entries.push({ kind: 'assistant', text: words }),
        notice,
        prepared: ({ askedAt, ...order }) =>
          void entries.push({ kind: 'order', ...order, until: askedAt + patienceMs, state: 'open' }),
      });
    } catch (error) {
      notice(isForThePerson(error) ? error.message : 'The gateway cannot be reached, or did not answer as expected.');
    }
  }

  async function send(order: PreparedOrder): Promise<void> {
    order.state = 'sending';
    const answer = await gateway.call(CONFIRMING, { confirmation_id: order.id }).catch(lost);
    if (answer.ok) order.state = 'sent';
    else {
      // Refused before anything was looked at: the person may say yes again, and only the person.
      const isUntouched = ['rate_limit_exceeded', 'token_refused', 'no_token'].includes(answer.code);
      order.state = isUntouched ? 'open' : answer.code === 'outcome_unknown' ? 'unknown' : 'refused';
      notice(order.state === 'unknown' ? unknown : `Not sent. ${wordsFor(answer)}`);
    }
    happened.push(`[The person said yes on the page to: ${order.summary} Outcome: ${order.state}.]`);
  }

  return {
    /** What was said, newest last. An order that waited too long is shown as such. */
    entries(): readonly Entry[] {
      for (const entry of entries) {
        if (entry.kind === 'order' && entry.state === 'open' && clock.now() >= entry.until) entry.state = 'expired';
      }
      return entries;
    },
    ask(text: string): Promise<void> {
      last = last.then(() => turn(text));
      return last;
    },
    /** The person's own word on one order: where a yes comes from nowhere else, no model can give it. */
    async answer(id: string, says: 'yes' | 'no'): Promise<void> {
      const order = orderOf(id);
      if (order?.kind !== 'order') return notice('There is no such order. Nothing was sent.');
      if (order.state === 'open' && clock.now() >= order.until) order.state = 'expired';
      if (order.state === 'expired') return notice('That was more than two minutes ago. Nothing was sent.');
      if (order.state !== 'open') return notice('That order was answered already. Nothing more was sent.');
      if (says === 'yes') return send(order);
      order.state = 'declined';
      happened.push(`[The person said no on the page to: ${order.summary}]`);
    },
  };
}

export type Conversation = ReturnType<typeof createConversation>;

const unknown =
  'Nobody knows yet whether the order was placed. Look at your orders before you order again: this app does not repeat it.';

const isForThePerson = (error: unknown): error is Error =>
  [GatewayRefuses, MintingFailed, ModelFailed].some((kind) => error instanceof kind);

/** The call came to no answer. Without a token it was not even made. */
function lost(error: unknown): Extract<ToolAnswer, { ok: false }> {
  if (error instanceof MintingFailed) return { ok: false, code: 'no_token', message: error.message };
  return { ok: false, code: 'outcome_unknown', message: unknown };
}
