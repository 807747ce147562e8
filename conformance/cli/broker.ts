import { UsageError } from '../help/failures.ts';
import { describeControls, readControl, tell } from '../stack/broker-controls.ts';
import { findHooksToken } from './hooks-token-file.ts';
import type { Terminal } from './terminal.ts';

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Tells a running brokerage what to do, over its test hooks, and prints its answer; without words, lists what it can be told. */
export async function broker(terminal: Terminal, url: string | undefined, words: readonly string[]): Promise<number> {
  if (url === undefined || (words.length === 0 && isUrl(url))) {
    terminal.out(describeControls());
    return 0;
  }
  if (!isUrl(url)) {
    throw new UsageError(`“${url}” is not a URL; give the brokerage’s first, such as http://127.0.0.1:8090`);
  }
  const { origin } = new URL(url);
  const request = readControl(words);
  const token = terminal.env.OPENBELL_HOOKS_TOKEN || findHooksToken(origin, terminal.env);
  if (!token) {
    throw new UsageError(
      `no hooks token for ${origin}; set OPENBELL_HOOKS_TOKEN to the one that serve --hooks printed`,
    );
  }
  const answer = await tell({ url: `${origin}/test-hooks`, token }, request);
  terminal.out(answer === undefined ? 'done\n' : `${JSON.stringify(answer, null, 2)}\n`);
  return 0;
}
