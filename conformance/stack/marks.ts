import { isDeepStrictEqual } from 'node:util';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { Exchange } from '../run/model.ts';

type Rewrite = (response: EdgeResponse) => EdgeResponse;

/** The header that names the variations which changed an answer. */
const HEADER = 'x-varied-by';

/** Part of a stream is sent after its head: there a comment says it, which no client looks at. */
function marked(response: EdgeResponse, name: string): EdgeResponse {
  if (response.part) return { ...response, body: `: varied by ${name}\n${response.body}` };
  const others = Object.entries(response.headers).filter(([header]) => header.toLowerCase() !== HEADER);
  const before = Object.entries(response.headers).find(([header]) => header.toLowerCase() === HEADER)?.[1];
  const mark = [HEADER, [before, name].filter(Boolean).join(' ')];
  return { ...response, headers: Object.fromEntries([...others, mark]) };
}

const isSame = (one: EdgeResponse, other: EdgeResponse): boolean =>
  one === other || isDeepStrictEqual(one.part ? one.body : one, other.part ? other.body : other);

/** The same rewriting, which marks what it changes; it may not change what it is given, but gives back another. */
export const marksBy =
  (name: string, rewrite: Rewrite): Rewrite =>
  (response) => {
    const after = rewrite(response);
    return isSame(response, after) ? response : marked(after, name);
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
