/** What a `text/event-stream` is sent with. */
export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** A message as such a stream has it. */
export const eventOf = (message: unknown): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
