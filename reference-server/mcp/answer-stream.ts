import type { ServerResponse } from 'node:http';
import { type Answer, send } from './answer.ts';
import { eventOf, streamHeaders } from './event.ts';

/** What is said before an answer, which becomes a stream with the first word. */
export interface Line {
  say(message: unknown): void;
  /** Whether anything was said: then no HTTP status can be sent any more. */
  readonly isOpen: boolean;
}

export const lineOn = (res: ServerResponse): Line => ({
  say(message) {
    if (res.writableEnded || res.destroyed) return;
    if (!res.headersSent) res.writeHead(200, streamHeaders);
    res.write(eventOf(message));
  },
  get isOpen() {
    return res.headersSent;
  },
});

/** Sends the answer: as it is, or as the last event where something was said before it. */
export function finish(res: ServerResponse, answer: Answer): void {
  if (!res.headersSent) {
    send(res, answer);
    return;
  }
  if (answer.body !== undefined) res.write(eventOf(answer.body));
  res.end();
}
