import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';

/** Asks the client on the stream of one request. */
export type Ask = RequestHandlerExtra<ServerRequest, ServerNotification>['sendRequest'];

/** What a task asks its client waits until somebody comes for its result: on their stream it is put. */
export interface Questions {
  put<Reply>(question: (ask: Ask) => Promise<Reply>, signal: AbortSignal): Promise<Reply>;
  /** Somebody waits for the result; the returned function says that they do no more. */
  listen(ask: Ask): () => void;
}

/** `waits` is told whenever a question begins to wait for its reply, and when it has it. */
export function createQuestions(waits: (isSo: boolean) => void): Questions {
  let listening: Ask | undefined;
  let whenSomebodyListens: ((ask: Ask) => void)[] = [];

  const somebody = (signal: AbortSignal): Promise<Ask> =>
    new Promise((resolve, reject) => {
      if (listening) resolve(listening);
      whenSomebodyListens.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });

  return {
    async put(question, signal) {
      waits(true);
      try {
        return await question(await somebody(signal));
      } finally {
        waits(false);
      }
    },
    listen(ask) {
      listening = ask;
      for (const run of whenSomebodyListens) run(ask);
      whenSomebodyListens = [];
      return () => {
        if (listening === ask) listening = undefined;
      };
    },
  };
}
