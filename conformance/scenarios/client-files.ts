// How clients are told of a server with a fixed header (CN-3), what people get wrong there, and what the client makes of it
// by its own rules. Forms as the guide of the modelled product and the clients’ own documentation print them.

/** What may be wrong in the settings of any client. */
export const MISTAKES = {
  placeholder: 'the placeholder is left where the token belongs',
  'no-bearer': 'the word Bearer is missing before the token',
  'line-break': 'a line break comes along with the token',
  'another-clients-form': 'the form is that of another client',
  'no-quotes': 'the header stands without its quotes',
  'no-header': 'the header is left out',
} as const;
export type Mistake = keyof typeof MISTAKES;

interface ClientFile {
  goesInto: string;
  text(url: string, token: string, mistake?: Mistake): string;
}

/** What a client has found in its settings. */
interface Server {
  url: string;
  authorization: string | undefined;
}

const NAME = 'connecttrade';

function headerOf(token: string, mistake: Mistake | undefined): string {
  if (mistake === 'placeholder') return 'Bearer YOUR_JWT_HERE';
  if (mistake === 'no-bearer') return token;
  return mistake === 'line-break' ? `Bearer ${token}\n` : `Bearer ${token}`;
}

/** A file of JSON: under which member the servers stand, and in which one the URL does. */
interface JsonForm {
  goesInto: string;
  under: string;
  url: string;
  type?: string;
}

const JSON_FORMS: Readonly<Record<string, JsonForm>> = {
  cursor: { goesInto: '~/.cursor/mcp.json', under: 'mcpServers', url: 'url' },
  windsurf: { goesInto: '~/.codeium/windsurf/mcp_config.json', under: 'mcpServers', url: 'serverUrl' },
  'vs-code': { goesInto: '.vscode/mcp.json', under: 'servers', url: 'url', type: 'http' },
};

/** The form that people have at hand when they mistake one client for another. */
const OTHERS: Readonly<Record<string, string>> = { cursor: 'vs-code', windsurf: 'cursor', 'vs-code': 'cursor' };

const jsonFile = (id: string): ClientFile => ({
  goesInto: JSON_FORMS[id]!.goesInto,
  text(url, token, mistake) {
    const form = JSON_FORMS[mistake === 'another-clients-form' ? OTHERS[id]! : id]!;
    const headers = mistake === 'no-header' ? {} : { headers: { Authorization: headerOf(token, mistake) } };
    const entry = { ...(form.type && { type: form.type }), [form.url]: url, ...headers };
    return JSON.stringify({ [form.under]: { [NAME]: entry } });
  },
});

/** The words of a command, each on a line of its own: what a shell or TOML makes of it. */
const wordsFile = (goesInto: string, before: readonly string[]): ClientFile => ({
  goesInto,
  text(url, token, mistake) {
    const header = `Authorization: ${headerOf(token, mistake)}`;
    const words = mistake === 'no-quotes' ? header.split(' ') : [header];
    return JSON.stringify([...before, url, ...(mistake === 'no-header' ? [] : ['--header', ...words])]);
  },
});

export const CLIENT_FILES: Readonly<Record<string, ClientFile>> = {
  'claude-code': wordsFile('a shell', ['claude', 'mcp', 'add', '--transport', 'http', NAME]),
  cursor: jsonFile('cursor'),
  windsurf: jsonFile('windsurf'),
  'vs-code': jsonFile('vs-code'),
  codex: wordsFile('~/.codex/config.toml', ['npx', '-y', 'mcp-remote']),
};

/** The server that this client finds in its settings; undefined where it finds none, or refuses to start. */
export function serverIn(client: string, text: string): Server | undefined {
  const form = JSON_FORMS[client];
  return form ? inJson(form, JSON.parse(text)) : inWords(JSON.parse(text));
}

type Json = Record<string, unknown>;

function inJson({ under, url, type }: JsonForm, file: Record<string, Record<string, Json>>): Server | undefined {
  const entry = file[under]?.[NAME];
  const place = entry?.[url];
  if (!entry || typeof place !== 'string' || (type && entry.type !== type)) return undefined;
  const headers = (entry.headers ?? {}) as Record<string, string>;
  return { url: place, authorization: headers.Authorization };
}

/** A header is one word with a colon in it, and nothing may be left over: both programs end with an error else. */
function inWords(words: readonly string[]): Server | undefined {
  const at = words.indexOf('--header');
  if (at < 0) return { url: words.at(-1)!, authorization: undefined };
  const [header = '', ...left] = words.slice(at + 1);
  const value = /^Authorization:\s*(\S[\s\S]*)$/.exec(header)?.[1];
  return value === undefined || left.length > 0 ? undefined : { url: words[at - 1]!, authorization: value };
}
