import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Exchange } from '../run/model.ts';

type Rewrite = (response: EdgeResponse) => EdgeResponse;

/** The header that names the variations which changed an answer. */
const HEADER = 'x-varied-by';
const isStream = (headers: Record<string, string>): boolean =>
  /^text\/event-stream/i.test(headers['content-type'] ?? '');

/** Part of a stream is sent after its head: there a comment says it, which no client looks at. */
function marked(response: EdgeResponse, name: string): EdgeResponse {
  const names = [response.headers[HEADER], name].filter(Boolean).join(' ');
  const commented = isStream(response.headers) && typeof response.body === 'string';
  return {
    ...response,
    headers: { ...response.headers, [HEADER]: names },
    body: commented ? `: varied by ${name}\n${response.body}` : response.body,
  };
}

/** The same rewriting, which marks what it changes. */
export const marksBy =
  (name: string, rewrite: Rewrite): Rewrite =>
  (response) => {
    const before = JSON.stringify(response);
    const after = rewrite(response);
    return JSON.stringify(after) === before ? response : marked(after, name);
  };

/** Marks the first answer after each decision that was made otherwise: one request at a time is served in a proof. */
export function marksGrowth(name: string, count: { differed: number }): Rewrite {
  let seen = 0;
  return (response) => {
    if (count.differed === seen) return response;
    seen = count.differed;
    return marked(response, name);
  };
}

/** Marks what holds these words, as they are or as a URL writes them. */
export const marksWhatHolds =
  (name: string, words: string): Rewrite =>
  (response) => {
    const all = JSON.stringify(response);
    return [words, encodeURIComponent(words)].some((one) => all.includes(one)) ? marked(response, name) : response;
  };

/** The variations that changed the answer of this exchange. */
export function variedBy({ response }: Exchange): string[] {
  const inHead = response?.headers[HEADER]?.split(' ') ?? [];
  const inStream = [...(response?.body ?? '').matchAll(/^: varied by (\S+)/gm)].map(([, name]) => name!);
  return [...new Set([...inHead, ...inStream])];
}
