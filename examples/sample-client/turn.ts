import type { Gateway, ToolAnswer, ToolDescription } from './gateway.ts';
import type { Block, Message, Model } from './model.ts';

type ToolUse = Extract<Block, { type: 'tool_use' }>;

/** What a turn tells as it goes along. */
export interface TurnEvents {
  said(text: string): void;
  /** Something that the person hears from the app itself, whatever the model makes of it. */
  notice(text: string): void;
  prepared(order: { id: string; summary: string; askedAt: number }): void;
}

/** The one call that sends an order. It is no tool of the model's. */
export const CONFIRMING = 'confirm_trade';
const PREPARING = 'create_order';

/** More rounds than any question needs; a model that runs in circles ends here. */
const mostRounds = 8;

const no = (code: string, message: string): ToolAnswer => ({ ok: false, code, message });

/** One question: the model answers, with the tools in between. Nothing in it sends an order, and nothing is retried. */
export async function takeTurn(
  { model, gateway, now }: { model: Model; gateway: Gateway; now: () => number },
  messages: Message[],
  events: TurnEvents,
): Promise<void> {
  const tools = (await gateway.tools()).filter(({ name }) => name !== CONFIRMING);
  const described = tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    input_schema: inputSchema,
  }));
  const guard = createGuard(tools);

  async function run(use: ToolUse): Promise<ToolAnswer> {
    const refusal = guard.refuses(use);
    if (refusal) {
      if (use.name === CONFIRMING) events.notice('The assistant tried to send an order by itself. Nothing was sent.');
      return refusal;
    }
    const askedAt = now();
    const answer = await gateway.call(use.name, use.input);
    guard.learns(use, answer);
    if (!answer.ok) events.notice(wordsFor(answer));
    else if (use.name === PREPARING) prepared(answer.data, askedAt);
    return answer;
  }

  function prepared({ confirmation_id: id, summary }: Record<string, unknown>, askedAt: number): void {
    if (typeof id === 'string' && typeof summary === 'string') events.prepared({ id, summary, askedAt });
    else events.notice('The gateway prepared an order without a summary: it cannot be confirmed here.');
  }

  for (let round = 0; round < mostRounds; round++) {
    const content = await model(messages, described);
    // An answer without anything in it would be no message.
    if (content.length > 0) messages.push({ role: 'assistant', content });
    for (const block of content) if (block.type === 'text') events.said(block.text);
    const uses = content.filter((block) => block.type === 'tool_use');
    if (uses.length === 0) return;
    const results: Block[] = [];
    for (const use of uses) {
      const answer = await run(use).catch((error) => {
        events.notice('The gateway cannot be reached, or did not answer as expected.');
        return no('unreachable', error instanceof Error ? error.name : 'failed');
      });
      results.push(resultOf(use, answer));
    }
    messages.push({ role: 'user', content: results });
  }
  events.notice('The assistant came to no end and was stopped.');
}

/** What a model may not do in a turn, however it was talked into it. */
function createGuard(tools: readonly ToolDescription[]) {
  const failed = new Set<string>();
  let isOverTheLimit = false;
  const key = ({ name, input }: ToolUse) => JSON.stringify([name, input]);
  return {
    refuses(use: ToolUse): ToolAnswer | undefined {
      if (use.name === CONFIRMING)
        return no('needs_the_person', 'Only the person’s own yes on the page sends an order.');
      if (!tools.some(({ name }) => name === use.name)) return no('unknown_tool', 'There is no such tool.');
      if (isOverTheLimit) return no('rate_limit_exceeded', 'The limit was reached: no more calls in this turn.');
      if (failed.has(key(use))) return no('failed_before', 'This call has failed already. Tell the person instead.');
      return undefined;
    },
    learns(use: ToolUse, answer: ToolAnswer): void {
      if (answer.ok) return;
      failed.add(key(use));
      if (answer.code === 'rate_limit_exceeded') isOverTheLimit = true;
    },
  };
}

function resultOf({ id }: ToolUse, answer: ToolAnswer): Block {
  const content = JSON.stringify(answer.ok ? answer.data : { code: answer.code, message: answer.message });
  return { type: 'tool_result', tool_use_id: id, content, ...(!answer.ok && { is_error: true }) };
}

/** A refusal as the person reads it. */
export function wordsFor({ code, message, retryAfter }: Extract<ToolAnswer, { ok: false }>): string {
  if (code === 'rate_limit_exceeded') {
    const when = retryAfter === undefined ? 'in a minute' : `in ${retryAfter} seconds`;
    return `Too many requests for now. Please try again ${when}.`;
  }
  return message;
}
