import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';

export interface WholeRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Node's own unless told. */
  agent?: Agent;
  /** Where a name leads. */
  lookup?: LookupFunction;
  /** For all of the answer, by the machine's clock. */
  deadlineMs: number;
  largestAnswer?: number;
}

export interface WholeAnswer {
  status: number;
  text: string;
  headers: IncomingHttpHeaders;
}

/** Sends a request; resolves with all of its answer, and rejects where none comes in time. Never retries. */
export function askForAll(whole: WholeRequest): Promise<WholeAnswer> {
  const { url, body, deadlineMs, largestAnswer, ...options } = whole;
  const { request } = url.startsWith('https:') ? https : http;
  // Node gives a DELETE no length of its own: its body would be read as the beginning of a request of its own.
  if (body !== undefined) {
    options.headers = { ...options.headers, 'content-length': String(Buffer.byteLength(body)) };
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (answer) => {
      const done = (text: string) => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers });
      readText(answer, largestAnswer).then(done, reject).finally(forgetDeadline);
    });
    // A timer, because an AbortSignal for each request costs twice as much.
    const late = () => outgoing.destroy(new Error(`no answer within ${deadlineMs / 1000} s`));
    const deadline = setTimeout(late, deadlineMs);
    const forgetDeadline = () => clearTimeout(deadline);
    outgoing.on('error', (error) => {
      forgetDeadline();
      reject(error);
    });
    outgoing.end(body);
  });
}

function readText(answer: IncomingMessage, largest = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
      else answer.destroy(new Error(`the answer is larger than ${largest} bytes`));
    });
    answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    answer.on('error', reject);
  });
}
