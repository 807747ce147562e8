// Runs in the report, first. Inflates what is packed, once, when a line is first opened, and makes lines of exchanges
// from data: what servers said becomes text nodes and nothing else.

const inflate = async () => {
  const bytes = Uint8Array.from(atob(document.getElementById('packed').textContent), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const data = JSON.parse(await new Response(stream).text());
  return { ...data, byNumber: new Map(data.exchanges.map((exchange) => [exchange[0], exchange])) };
};

let inflated;
const packed = () => {
  inflated ??= inflate();
  return inflated;
};

/** As `visible.ts` does it: what is hidden in the words of others is written out. */
const visible = (text) =>
  text.replace(/[^\P{C}\t\n\r]|[\u2028\u2029]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.map((child) => (typeof child === 'string' ? visible(child) : child)));
  return element;
};

/** An exchange with its words in place of their addresses. */
const exchangeOf = ({ texts, headers, headerSets, byNumber }, number) => {
  const found = byNumber.get(number);
  if (!found) return undefined;
  const set = (place) => headerSets[place].map((header) => headers[header].map((word) => texts[word]));
  const [n, from, to, ms, [method, url, sent, asked], response, failure] = found;
  return {
    n,
    from: texts[from],
    to: texts[to],
    ms,
    request: { method: texts[method], url: texts[url], headers: set(sent), body: texts[asked] },
    response: response && { status: response[0], headers: set(response[1]), body: texts[response[2]] },
    failure: texts[failure],
  };
};

/** As `exchange.ts` writes it. */
const summaryOf = ({ n, from, to, request, response, ms }) => {
  const status = response ? String(response.status) : 'no answer';
  return make(
    'summary',
    '',
    make('span', 'n', `#${n}`),
    make('span', 'route', `${from} → ${to}`),
    make('b', '', request.method),
    make('span', 'url', request.url.replace(/^[a-z]+:\/\/[^/?#]+(?=.)/i, '')),
    make('span', `status s${response ? status.charAt(0) : 'x'}`, status),
    make('span', 'ms', `${Math.round(ms)} ms`),
  );
};

const headersOf = (headers) =>
  make(
    'dl',
    'headers',
    ...headers.map(([name, value]) => make('div', '', make('dt', '', name), make('dd', '', value))),
  );

/** Forms one field a line, JSON indented, everything else as it came. */
const pretty = (text, headers) => {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (type.includes('x-www-form-urlencoded'))
    return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join('\n');
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Cut short or no JSON after all.
    return text;
  }
};

const bodyOf = (text, headers) => {
  if (!text) return make('p', 'muted', 'no body');
  const body = make('pre', '', pretty(text, headers));
  body.tabIndex = 0;
  return body;
};

const sidesOf = ({ n, from, to, request, response, failure }) => {
  const asked = [make('b', '', request.method), ` ${request.url}`];
  const sent = make('div', '', make('h5', '', `${from} sent`), make('p', 'start', ...asked));
  sent.append(headersOf(request.headers), bodyOf(request.body, request.headers));
  const answered = make('div', '', make('h5', '', response ? `${to} answered` : 'No answer'));
  if (response) {
    answered.append(make('p', 'start', make('b', '', `HTTP ${response.status}`)));
    answered.append(headersOf(response.headers), bodyOf(response.body, response.headers));
  }
  if (failure || !response) answered.append(make('p', 'start', failure ?? 'the connection gave nothing'));
  const link = make('a', '', `#${n} in the wire log`);
  link.href = `#exchange-${n}`;
  return [make('div', 'sides', sent, answered), make('p', 'where', link)];
};

/** A line that opens. */
const lineOf = (data, number) => {
  const exchange = exchangeOf(data, number);
  if (!exchange) return make('p', 'muted', `Exchange ${number} was not kept.`);
  const line = make('details', 'x', summaryOf(exchange));
  line.dataset.exchange = number;
  return line;
};

/** The lines of a page of the wire log, each with an address. */
const logOf = (data, first, last) => {
  const lines = data.exchanges.filter(([n]) => first <= n && n <= last).map(([n]) => lineOf(data, n));
  for (const line of lines) line.id = `exchange-${line.dataset.exchange}`;
  return make('div', 'evidence', ...lines);
};

const filling = new WeakMap();

/** Puts into a line what it holds: a piece of the page, which was escaped when the report was made, or exchanges. */
const pour = async (line) => {
  const data = await packed();
  const { part, exchange, first, last } = line.dataset;
  if (exchange) line.append(...sidesOf(exchangeOf(data, Number(exchange))));
  if (first) line.append(logOf(data, Number(first), Number(last)));
  if (!part) return;
  line.insertAdjacentHTML('beforeend', data.parts[part]);
  for (const place of line.querySelectorAll('[data-line]')) place.replaceWith(lineOf(data, Number(place.dataset.line)));
};

/** The same once. */
const fill = (line) => {
  const { part, exchange, first } = line.dataset;
  if (!part && !exchange && !first) return Promise.resolve();
  if (!filling.has(line)) filling.set(line, pour(line));
  return filling.get(line);
};

document.addEventListener(
  'toggle',
  (event) => {
    if (event.target instanceof HTMLDetailsElement && event.target.open) fill(event.target);
  },
  true,
);
