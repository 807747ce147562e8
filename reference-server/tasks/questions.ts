import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';

/** Asks the client on the stream of one request. */
export type Ask = RequestHandlerExtra<ServerRequest, ServerNotification>['sendRequest'];

/** What a task asks its client waits until somebody comes for its result: on their stream it is put. */
export interface Questions {
  put<Reply>(question: Question<Reply>, signal: AbortSignal): Promise<Reply>;
  /** Somebody waits for the result; the returned function says that they do no more. */
  listen(ask: Ask): () => void;
}

/** Asks on one stream, until it is put elsewhere. */
type Question<Reply> = (ask: Ask, signal: AbortSignal) => Promise<Reply>;

/**
 * `waits` is told whenever a question begins to wait for its reply, and when it has it. Whoever comes for the result
 * last is asked: the one before may have hung up, and never have heard the question.
 */
export function createQuestions(waits: (isSo: boolean) => void): Questions {
  let listening: Ask | undefined;
  const open = new Set<(ask: Ask) => void>();

  return {
    async put(question, signal) {
      waits(true);
      let before: AbortController | undefined;
      let putTo = (_ask: Ask) => {};
      try {
        return await new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          putTo = (ask) => {
            before?.abort();
            const here = new AbortController();
            before = here;
            question(ask, AbortSignal.any([signal, here.signal])).then(resolve, (error) => {
              if (!here.signal.aborted) reject(error);
            });
          };
          open.add(putTo);
          if (listening) putTo(listening);
        });
      } finally {
        open.delete(putTo);
        waits(false);
      }
    },
    listen(ask) {
      listening = ask;
      for (const putTo of open) putTo(ask);
      return () => {
        if (listening === ask) listening = undefined;
      };
    },
  };
}
