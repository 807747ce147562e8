import type { Settings } from './settings.ts';

/** The blocks of the Messages API that a conversation with tools needs. */
export type Block =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'tool_result'; tool_use_id: string; content: string; is_error?: boolean };

export interface Message {
  role: 'user' | 'assistant';
  content: Block[];
}

export interface ModelTool {
  name: string;
  description: string;
  input_schema: object;
}

/** Who answers: a model, or what plays one. */
export type Model = (messages: readonly Message[], tools: readonly ModelTool[]) => Promise<Block[]>;

/** The model gave no answer; the message is for the person. */
export class ModelFailed extends Error {}

const system = `You help one person with their brokerage account, through the tools you are given.
You cannot send an order. create_order prepares one, and the page then shows its summary to the person with two buttons;
only their own yes there sends it. Never say that an order was sent unless you were told so.
When a tool answers with an error, say in plain words what it means, and do not call it again.`;

/** A model behind the Messages API, over plain HTTP. */
export const anthropicModel =
  ({ modelKey, modelName, modelUrl }: Pick<Settings, 'modelKey' | 'modelName' | 'modelUrl'>): Model =>
  async (messages, tools) => {
    const answer = await fetch(new URL('/v1/messages', modelUrl), {
      method: 'POST',
      headers: { 'x-api-key': modelKey, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({ model: modelName, max_tokens: 1024, system, messages, tools }),
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    }).catch(() => {
      throw new ModelFailed('The model cannot be reached.');
    });
    if (!answer.ok) throw new ModelFailed(`The model answered with ${answer.status}.`);
    const { content } = (await answer.json()) as { content: Block[] };
    return content.filter(({ type }) => type === 'text' || type === 'tool_use');
  };
