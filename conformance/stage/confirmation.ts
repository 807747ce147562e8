import type { Answer } from '../vocabulary/answer.ts';

/** The members of a tool's result, wherever it holds them: as structure, or as a text of JSON. */
export function contentOf(answer: Answer): Record<string, unknown> {
  const result = answer.rpc()?.result as { structuredContent?: unknown; content?: unknown } | undefined;
  const parts: unknown[] = Array.isArray(result?.content) ? result.content : [];
  const written = parts.map((part) => object(parsed((part as { text?: unknown } | null)?.text)));
  return object(result?.structuredContent) ?? written.find((one) => one !== undefined) ?? {};
}

/** What an answer says but for the number of its request and its metadata: by this two are alike. */
export function likenessOf(answer: Answer): string {
  const said = answer.rpc();
  if (!said) return answer.words();
  const { _meta: _, ...result } = object(said.result) ?? {};
  return JSON.stringify(said.error ?? result);
}

/** What a tool error says, where it says it as JSON. */
export function errorIn(answer: Answer): { code?: unknown; status?: unknown; message?: unknown } {
  const content = contentOf(answer);
  return object(content.error) ?? content;
}

/** By what an order that was prepared is confirmed: `confirmation_id`, or the member that comes nearest to that name. */
export function confirmationIn(answer: Answer): string | undefined {
  const content = contentOf(answer);
  const name = Object.keys(content).find((one) => /^(confirmation|preview|draft|trade)_?(id|token)$/i.test(one));
  const value = name && content[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const object = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
