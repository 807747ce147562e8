import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { toWebRequest } from '@modelcontextprotocol/node';

/** What the platform does around a handler: a stream's headers go out at once, not with its first event. */
export async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  handler: (request: Request) => Promise<Response>,
) {
  const left = new AbortController();
  res.on('close', () => left.abort());
  try {
    const response = await handler(await toWebRequest(req, undefined, { signal: left.signal }));
    res.statusCode = response.status;
    for (const [name, value] of response.headers) res.appendHeader(name, value);
    res.flushHeaders();
    if (!response.body) res.end();
    else
      Readable.fromWeb(response.body as ReadableStream)
        .on('error', () => res.destroy())
        .pipe(res);
  } catch (error) {
    if (!res.headersSent) res.statusCode = (error as { status?: number }).status ?? 500;
    res.end();
  }
}
