import {
  type Control,
  controlFrom,
  controls,
  type FaultOrder,
  faultFrom,
  faultKinds,
  type HookRequest,
  UnknownWord,
} from '../../mock-broker/index.ts';
import { IncompleteError, UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';

/** Reads what was typed, and says in one sentence what is wrong with it and which word was likely meant. */
function understood<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownWord) {
      const { message, word, known } = error;
      throw new UsageError(`${flag}${message}${didYouMean(word, known) || `; known are ${known.join(', ')}`}`);
    }
    if (error instanceof RangeError) throw new UsageError(`${flag}${error.message}`);
    throw error;
  }
}

/** The faults of `--fault`. */
export const readFaults = (texts: readonly string[] = []): FaultOrder[] =>
  texts.map((text) => understood('--fault: ', () => faultFrom(text)));

/** A control word by word, as `openbell broker` takes it. */
export const readControl = (words: readonly string[]): HookRequest => understood('', () => controlFrom(words));

/** A control of `--control`, with the text that it was typed as. */
export interface TypedControl {
  text: string;
  request: HookRequest;
}

/** The controls of `--control`. What is done to an order needs one, and a brokerage that starts has none. */
export function readControls(texts: readonly string[] = []): TypedControl[] {
  return texts.map((text) => {
    const words = text.trim().split(/\s+/);
    const request = understood('--control: ', () => controlFrom(words));
    if (!Object.hasOwn(controls['an order'], words[0]!)) return { text, request };
    throw new UsageError(
      `--control: “${words[0]}” is for an order, and there is none yet; use openbell broker <url> ${text}`,
    );
  });
}

/** Where the hooks of a brokerage are. */
export interface BrokerHooks {
  url: string;
  token: string;
}

/** Does what a control says over the test hooks; the answer's JSON, or undefined where there is none. */
export async function tell(hooks: BrokerHooks, { method, path, body }: HookRequest): Promise<unknown> {
  const answer = await fetch(`${hooks.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${hooks.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => {
    throw new IncompleteError(
      `${hooks.url} cannot be reached: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  const text = await answer.text();
  if (answer.ok) return text ? JSON.parse(text) : undefined;
  throw new UsageError(whyNot(hooks, path, answer.status, text));
}

function whyNot({ url }: BrokerHooks, path: string, status: number, text: string): string {
  if (status === 401) return `${url} does not take this hooks token; it is the one that serve printed`;
  if (path === '/clock' && status === 404) return 'this clock cannot be moved; start the brokerage with --clock <iso>';
  const message = /^\{"(?:code|message)/.test(text) ? (JSON.parse(text) as { message?: string }).message : undefined;
  return (
    message ?? `${url} answered ${status}: is it a brokerage with its test hooks on (serve --broker-only --hooks)?`
  );
}

/** All controls and faults, as text. */
export function describeControls(): string {
  const rows = (group: Record<string, Control>) =>
    Object.entries(group).map(([verb, { takes, says }]) => {
      const typed = `${verb} ${takes}`;
      return `  ${typed.length > 44 ? `${typed}\n${' '.repeat(46)}` : typed.padEnd(44)} ${says}`;
    });
  const groups = Object.entries(controls).map(([name, group]) => `${name}\n${rows(group).join('\n')}`);
  return `${groups.join('\n\n')}\n\nfaults: ${faultKinds.join(', ')}
their fields: method, path, user, times, for_seconds, seconds, status, accept\n`;
}
