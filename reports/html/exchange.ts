import type { Exchange } from '../../conformance/run/model.ts';
import { type Markup, markup } from './markup.ts';

/** Shows exchanges by number, each as a line that opens; what is inside, the page's script makes of the packed data. */
export interface ExchangeLines {
  /** A line of evidence; `finding` marks the one that a finding is about. */
  line: (n: number, finding?: number) => Markup;
}

/** Lines that can be read without the script. */
export const createExchangeLines = (byNumber: ReadonlyMap<number, Exchange>): ExchangeLines => ({
  line: (n, finding) => {
    const exchange = byNumber.get(n);
    if (!exchange) return markup`<p class="muted">Exchange ${n} was not kept.</p>`;
    const about = n === finding && markup`<span class="tag finding">the finding</span>`;
    return markup`<details class="x" data-exchange="${n}">${summary(exchange, about)}</details>`;
  },
});

/** Places where the script puts such lines: thousands of them are never looked at. */
export const packedLines: ExchangeLines = { line: (n) => markup`<i data-line="${n}"></i>` };

/** As `packed.js` makes it. */
const summary = ({ n, from, to, request, response, ms }: Exchange, more: Markup | false) => {
  const status = response ? String(response.status) : 'no answer';
  return markup`<summary><span class="n">#${n}</span><span class="route">${from} → ${to}</span><b>${request.method}</b><span class="url">${pathOf(request.url)}</span>${more}<span class="status s${response ? status.charAt(0) : 'x'}">${status}</span><span class="ms">${Math.round(ms)} ms</span></summary>`;
};

/** The path and query of a URL; all of it where it is not one. */
export const pathOf = (url: string) => url.replace(/^[a-z]+:\/\/[^/?#]+(?=.)/i, '');
