// Runs in the report, after packed.js. What is copied out of it: a finding as Markdown, an exchange as a line of curl. The
// words in them are those of a target; nothing of them may mean anything where they are pasted.

/** Secrets as a run names them, «access_token 1»; of no other name is a variable made: a target must not ask for $PATH. */
const secret =
  /«((?:access|refresh|id|hooks)_token|token|client_(?:secret|assertion)|assertion|code|code_verifier|device_code|state|csrf|cookie|password|credentials|header) (\d{1,6})»/g;

/** Gives each secret of a command its variable: $COOKIE, and $COOKIE_2 for the next of its kind. */
const createVariables = () => {
  const known = new Map();
  const counts = new Map();
  return (label, kind) => {
    if (!known.has(label)) {
      const n = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, n);
      known.set(label, `${kind.toUpperCase()}${n > 1 ? `_${n}` : ''}`);
    }
    return known.get(label);
  };
};

/** What a terminal obeys or does not show: in a command it is written as bytes. */
const unseen = /\p{C}|[\u2028\u2029]/u;
const asBytes = (text) =>
  [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** One word of a shell, which takes it as it is. No argument holds a NUL: it is written out. */
const literal = (text) => {
  const words = text.replaceAll('\0', '\\u0000');
  if (!unseen.test(words)) return `'${words.replaceAll("'", `'\\''`)}'`;
  return `$'${[...words].map((one) => (unseen.test(one) || "\\'!".includes(one) ? asBytes(one) : one)).join('')}'`;
};

/** A word with variables in place of secrets. */
const shellWord = (text, variable) => {
  if (/^[\w./:+-]+$/.test(text)) return text;
  let end = 0;
  let word = '';
  for (const found of text.matchAll(secret)) {
    if (found.index > end) word += literal(text.slice(end, found.index));
    word += `"$${variable(found[0], found[1])}"`;
    end = found.index + found[0].length;
  }
  return end < text.length || word === '' ? word + literal(text.slice(end)) : word;
};

/** What curl says of itself, or had to say otherwise for another body. */
const ownHeaders = ['content-length', 'connection', 'keep-alive', 'transfer-encoding', 'accept-encoding'];

const headersToSend = ({ url, headers, body }) => {
  const { host } = new URL(url);
  const sent = headers.filter(([name, value]) => {
    const isOwn = ownHeaders.includes(name.toLowerCase()) || (name.toLowerCase() === 'host' && value === host);
    // What could not have been sent so is none of ours.
    return !isOwn && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);
  });
  const words = sent.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`));
  const isTyped = sent.some(([name]) => name.toLowerCase() === 'content-type');
  // Without a type curl would say that it is a form.
  return body && !isTyped ? [...words, 'content-type:'] : words;
};

/** The arguments of curl for a request; undefined where it is none of HTTP. */
const curlArguments = ({ method, url, headers, body }) => {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const all = ['-i', '-g', '--path-as-is', ...(method === 'HEAD' ? ['-I'] : ['-X', method])];
  for (const header of headersToSend({ url, headers, body })) all.push('-H', header);
  if (body) all.push('--data-raw', body);
  return [...all, '--url', url];
};

/** A line for a shell that repeats a request (bash, zsh, and what knows $'…'). */
// biome-ignore lint/correctness/noUnusedVariables: copy.js calls it.
const curlOf = (request) => {
  const all = curlArguments(request);
  if (!all) return undefined;
  const variable = createVariables();
  return ['curl', ...all.map((one) => shellWord(one, variable))].join(' ');
};

/** As `summary.ts` does it: no character means anything to Markdown or HTML. */
const plainMarkdown = (text) =>
  visible(text.replace(/\s+/g, ' ').trim())
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~@]/g, (one) => `&#${one.charCodeAt(0)};`)
    .replace(/:\/\//g, ':&#47;/');

/** A finding for a ticket: facts are pairs of a name and words, of which those without words are left out. */
// biome-ignore lint/correctness/noUnusedVariables: copy.js calls it.
const markdownOf = ({ title, facts, curl, run }) =>
  [
    `### ${plainMarkdown(title)}`,
    '',
    ...facts.filter(([, words]) => words).map(([name, words]) => `- **${name}:** ${plainMarkdown(words)}`),
    ...(curl ? ['', 'To repeat it, with secrets of your own:', '', '```sh', curl, '```'] : []),
    '',
    `<sub>${plainMarkdown(run)}</sub>`,
    '',
  ].join('\n');
