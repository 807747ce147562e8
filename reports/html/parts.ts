import { gzipSync } from 'node:zlib';
import type { Markup } from './markup.ts';

/** Pieces of the page that are inflated when they are first opened, so that a report of thousands of exchanges paints at once. */
export interface Parts {
  /** Keeps a piece and gives its address, for `data-part`. */
  add: (piece: Markup) => string;
  /** The kept pieces, as inert script elements `chunk-0`, `chunk-1`, …: gzip in base64 of a JSON array of HTML. */
  render: () => string;
}

/** Small enough to inflate in a few milliseconds, large enough for gzip to find what repeats. */
const chunkLength = 200_000;

export const createParts = (): Parts => {
  const packed: string[] = [];
  let open: string[] = [];
  let room = chunkLength;
  // Packed as soon as it is full: all evidence as HTML is many times as large as the page.
  const pack = () => {
    const data = gzipSync(JSON.stringify(open), { level: 4 }).toString('base64');
    packed.push(`<script type="text/plain" id="chunk-${packed.length}">${data}</script>`);
    open = [];
    room = chunkLength;
  };
  const add = ({ html }: Markup) => {
    if (room <= 0) pack();
    room -= html.length;
    open.push(html);
    return `${packed.length}.${open.length - 1}`;
  };
  const render = () => {
    if (open.length > 0) pack();
    return packed.join('\n');
  };
  return { add, render };
};
