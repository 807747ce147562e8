import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Handler, Hostile } from './gateway.ts';
import { json, text } from './gateway.ts';

/** A row of the table: what a server does, and what a run on it has to come to. */
export interface Behaviour extends Hostile {
  does: string;
  exit: number | number[];
  /** What the run says first: headline and sentence of its outcome, then the first finding. */
  first: RegExp;
  /** What it is asked for does not come: the run need not wait long. */
  keepsWaiting?: boolean;
  /** It answers, and takes its time. */
  isSlow?: boolean;
  /** What may stand in no output. */
  never?: RegExp;
  /** In these files; in all, and on the terminal, unless told. */
  neverIn?: string[];
}

export const hang: Handler = () => {};
export const cut: Handler = (res) => void res.socket?.destroy();
export const page =
  (body: string, status = 200, headers: Record<string, string | string[]> = {}): Handler =>
  (res) =>
    text(res, status, body, 'text/html', headers);
export const data =
  (document: unknown, status = 200): Handler =>
  (res) =>
    json(res, status, document);
export const raw =
  (body: string | Buffer, type = 'application/json', status = 200, headers: Record<string, string> = {}): Handler =>
  (res) =>
    text(res, status, body, type, headers);
/** A redirect; `{n}` is another number each time. */
export const redirect =
  (location: string, status = 302): Handler =>
  (res, { before }) =>
    void res.writeHead(status, { location: location.replace('{n}', String(before)) }).end();

/** Writes as long as somebody reads. */
function pour(res: ServerResponse, part: () => string | Buffer): void {
  while (!res.destroyed && res.write(part())) {}
  if (!res.destroyed) res.once('drain', () => pour(res, part));
}

/** A body without end, as fast as it is read. */
export const endless =
  (begins: string, part: string, type = 'application/json', status = 200): Handler =>
  (res) => {
    res.writeHead(status, { 'content-type': type });
    res.write(begins);
    const block = part.repeat(Math.ceil(16_384 / part.length));
    pour(res, () => block);
  };

/** A body of so many bytes, most of them spaces. */
export const large =
  (bytes: number, type = 'application/json'): Handler =>
  (res) => {
    res.writeHead(200, { 'content-type': type });
    const block = Buffer.alloc(65_536, ' ');
    let left = bytes;
    const go = (): void => {
      while (left > 0 && !res.destroyed) {
        left -= block.length;
        if (!res.write(block)) return void res.once('drain', go);
      }
      if (!res.destroyed) res.end('{}');
    };
    go();
  };

/** A body that comes by one character every so many milliseconds. */
export const drip =
  (body: string, every: number, type = 'application/json', status = 200): Handler =>
  (res) => {
    res.writeHead(status, { 'content-type': type }).flushHeaders();
    let at = 0;
    const timer = setInterval(() => {
      if (res.destroyed) clearInterval(timer);
      else res.write(body[at++ % body.length]);
    }, every);
    res.on('close', () => clearInterval(timer));
  };

/** What the gateway does, but later. */
export const late =
  (milliseconds: number): Handler =>
  (res, _asked, usual) => {
    const timer = setTimeout(() => !res.destroyed && usual(), milliseconds);
    res.on('close', () => clearTimeout(timer));
  };

/** So many megabytes of zeros, in a few kilobytes. */
export const bomb = (megabytes: number): Buffer => gzipSync(Buffer.alloc(megabytes * 1_000_000));

export const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** What may stand raw in no output. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal would obey.
export const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

/** A result of the message that was asked with. */
export const result =
  (value: unknown): Handler =>
  (res, { message }) =>
    json(res, 200, { jsonrpc: '2.0', id: message?.id, result: value });
