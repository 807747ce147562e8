import type { IncomingMessage } from 'node:http';
import type { GatewayContext } from '../context.ts';
import { type Answer, rpcError } from './answer.ts';

const bodyLimit = 1024 * 1024;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the JSON body of a POST, or says what is wrong with it. */
export async function readMessage(
  { behaviours }: GatewayContext,
  req: IncomingMessage,
): Promise<{ message: unknown } | Answer> {
  if (!behaviours.contentTypeIsJson(req.headers['content-type'])) {
    return rpcError(415, -32600, 'Content-Type must be application/json.');
  }
  if (!behaviours.answerIsAcceptable(req.headers.accept, 'application/json')) {
    return rpcError(406, -32600, 'Accept must include application/json and text/event-stream.');
  }
  const bytes = await readBytes(req, (size) => behaviours.bodyIsWithinTheLimit(size, bodyLimit));
  if (bytes === undefined) {
    return {
      ...rpcError(413, -32600, `The body is larger than ${bodyLimit} bytes.`),
      headers: { connection: 'close' },
    };
  }
  try {
    return { message: JSON.parse(strictUtf8.decode(bytes)) };
  } catch {
    return rpcError(400, -32700, 'Parse error: the body must be one JSON-RPC message in UTF-8.');
  }
}

/** Resolves with undefined as soon as there is too much; what still comes is then dropped, so that the answer gets out. */
function readBytes(req: IncomingMessage, fits: (size: number) => boolean): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (fits(size)) chunks.push(chunk);
      else resolve(undefined);
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    req.on('error', reject);
    req.on('close', () => reject(new Error('the client left before its request was complete')));
  });
}
