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
  const chunks: string[][] = [];
  let room = 0;
  const add = ({ html }: Markup) => {
    if (room <= 0) {
      chunks.push([]);
      room = chunkLength;
    }
    room -= html.length;
    const chunk = chunks.at(-1)!;
    chunk.push(html);
    return `${chunks.length - 1}.${chunk.length - 1}`;
  };
  const pack = (chunk: string[], i: number) =>
    `<script type="text/plain" id="chunk-${i}">${gzipSync(JSON.stringify(chunk), { level: 4 }).toString('base64')}</script>`;
  return { add, render: () => chunks.map(pack).join('\n') };
};
