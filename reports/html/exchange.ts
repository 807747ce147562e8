import type { Exchange } from '../../conformance/run/model.ts';
import { content, fragment, type Markup, markup } from './markup.ts';
import type { Parts } from './parts.ts';

/** Shows exchanges by number, each as a line that opens. */
export interface ExchangeLines {
  /** A line of evidence; `finding` marks the one that a finding is about. */
  line: (n: number, finding?: number) => Markup;
  /** A line of the wire log, which can be linked to. */
  logLine: (exchange: Exchange) => Markup;
}

export const createExchangeLines = (exchanges: readonly Exchange[], parts: Parts): ExchangeLines => {
  const byNumber = new Map(exchanges.map((exchange) => [exchange.n, exchange]));
  const addresses = new Map<number, string>();
  const addressOf = (exchange: Exchange) => {
    const known = addresses.get(exchange.n) ?? parts.add(whole(exchange));
    addresses.set(exchange.n, known);
    return known;
  };
  return {
    line: (n, finding) => {
      const exchange = byNumber.get(n);
      if (!exchange) return markup`<p class="muted">Exchange ${n} was not kept.</p>`;
      const about = n === finding && markup`<span class="tag finding">the finding</span>`;
      return markup`<details class="x" data-part="${addressOf(exchange)}">${summary(exchange, about)}</details>`;
    },
    logLine: (exchange) =>
      markup`<details class="x" id="exchange-${exchange.n}" data-part="${addressOf(exchange)}">${summary(exchange)}</details>`,
  };
};

const summary = ({ n, from, to, request, response, ms }: Exchange, more: Markup | false = false) => {
  const status = response ? String(response.status) : 'no answer';
  return markup`<summary><span class="n">#${n}</span><span class="route">${from} → ${to}</span><b>${request.method}</b><span class="url">${pathOf(request.url)}</span>${more}<span class="status s${response ? status.charAt(0) : 'x'}">${status}</span><span class="ms">${Math.round(ms)} ms</span></summary>`;
};

/** The path and query of a URL; all of it where it is not one. */
export const pathOf = (url: string) => url.replace(/^[a-z]+:\/\/[^/?#]+(?=.)/i, '');

const whole = ({ n, request, response, failure, from, to }: Exchange) => markup`<div class="sides">
<div><h5>${from} sent</h5><p class="start"><b>${request.method}</b> ${request.url}</p>${headers(request.headers)}${body(request.body, request.headers)}</div>
<div><h5>${response ? `${to} answered` : 'No answer'}</h5>${
  response
    ? markup`<p class="start"><b>HTTP ${response.status}</b></p>${headers(response.headers)}${body(response.body, response.headers)}`
    : markup`<p class="start">${failure ?? 'the connection gave nothing'}</p>`
}</div></div><p class="where"><a href="${fragment(`exchange-${n}`)}">#${n} in the wire log</a></p>`;

const headers = (all: Record<string, string>) =>
  markup`<dl class="headers">${Object.entries(all).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

const body = (text: string | undefined, of: Record<string, string>) => {
  if (text === undefined || text === '') return markup`<p class="muted">no body</p>`;
  return markup`<pre tabindex="0"${/^\s*[[{]/.test(text) && jsonMark}>${content(pretty(text, contentType(of)))}</pre>`;
};

/** JSON is indented where it is opened: thousands of bodies are never looked at. */
const jsonMark = markup` class="json"`;

const contentType = (of: Record<string, string>) =>
  Object.entries(of).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';

/** Forms one field a line, everything else as it came. */
export const pretty = (text: string, type: string): string =>
  type.includes('x-www-form-urlencoded')
    ? [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join('\n')
    : text;
