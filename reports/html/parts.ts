import { gzipSync } from 'node:zlib';
import { encodeExchanges } from '../../conformance/run/encode.ts';
import type { Exchange } from '../../conformance/run/model.ts';
import type { Markup } from './markup.ts';

/** Pieces of the page that are put in when they are first opened, so that a report of thousands of exchanges paints at once. */
export interface Parts {
  /** Keeps a piece and gives its address, for `data-part`. */
  add: (piece: Markup) => number;
  /** The kept pieces and all exchanges as data, in one inert script element: gzip in base64. */
  render: (exchanges: readonly Exchange[]) => string;
}

/** What the page's script inflates. */
export type Packed = { parts: string[] } & ReturnType<typeof encodeExchanges>;

export const createParts = (): Parts => {
  const parts: string[] = [];
  return {
    add: ({ html }) => parts.push(html) - 1,
    render: (exchanges) => {
      const packed: Packed = { parts, ...encodeExchanges(exchanges) };
      return `<script type="text/plain" id="packed">${gzipSync(JSON.stringify(packed)).toString('base64')}</script>`;
    },
  };
};
