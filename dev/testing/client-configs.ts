import { CLIENT_FORMS } from '../../reference-server/pages/client-forms.ts';

/** What a client makes of its configuration: an address and headers, or a program that it starts. */
export type Configured =
  | { url: string; headers: Record<string, string> }
  | { command: string; args: readonly string[] };

/** The client reads the text and finds no server in it that it could use: what its user is told. */
export class NotAServer extends Error {}

type Read = (text: string, name: string) => Configured;
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const stringIn = (object: Json, field: string): string => {
  const value = object[field];
  if (typeof value !== 'string') throw new NotAServer(`${field} is missing`);
  return value;
};

/** An entry of a JSON file, under the key where this client looks for its servers. */
function entryOf(text: string, key: string, name: string): Json {
  const file: unknown = JSON.parse(text);
  const servers = isObject(file) ? file[key] : undefined;
  const entry = isObject(servers) ? servers[name] : undefined;
  if (!isObject(entry)) throw new NotAServer(`no server called ${name} under ${key}`);
  return entry;
}

const remote = (entry: Json, urlField: string): Configured => ({
  url: stringIn(entry, urlField),
  headers: (entry.headers ?? {}) as Record<string, string>,
});

/** The words of a command line as a POSIX shell splits them, as far as quotes go. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  const parts = /(\s+)|"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'\\]+)|\\(.)/gsy;
  let open = false;
  for (let at = 0; at < line.length; at = parts.lastIndex) {
    parts.lastIndex = at;
    const found = parts.exec(line);
    if (!found) throw new NotAServer(`a quote is not closed: ${line.slice(at)}`);
    const [, space, double, single, bare, escaped] = found;
    if (space !== undefined) {
      open = false;
      continue;
    }
    if (!open) words.push('');
    open = true;
    words[words.length - 1] += double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? bare ?? escaped ?? '';
  }
  return words;
}

/** `claude mcp add [options] NAME URL [options]`. */
const claudeCode: Read = (text, name) => {
  const [program, ...words] = shellWords(text);
  if (program !== 'claude' || words.splice(0, 2).join(' ') !== 'mcp add') throw new NotAServer('not claude mcp add');
  const [places, headers]: [string[], Record<string, string>] = [[], {}];
  let transport = 'stdio';
  while (words.length > 0) {
    const word = words.shift()!;
    if (word === '--transport') transport = words.shift() ?? '';
    else if (word === '--header') {
      const [, header = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(words.shift() ?? '') ?? [];
      headers[header] = value;
    } else places.push(word);
  }
  const [called, url = '', ...more] = places;
  if (called !== name || more.length > 0) throw new NotAServer(`not one name and one URL: ${places.join(' ')}`);
  return transport === 'http' ? { url, headers } : { command: url, args: [] };
};

/** The little of TOML that the form needs: tables, and keys with a string or an array of strings on one line. */
export function tomlTables(text: string): Record<string, Record<string, string | string[]>> {
  let table: Record<string, string | string[]> = {};
  const tables: Record<string, typeof table> = { '': table };
  const basic = String.raw`"(?:[^"\\\x00-\x1f]|\\["\\bfnrt]|\\u[0-9a-fA-F]{4})*"`;
  for (const line of text.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('#'))) {
    const header = /^\[([\w.-]+)\]$/.exec(line);
    const pair = new RegExp(String.raw`^([\w-]+) ?= ?(${basic}|\[ *(?:${basic} *, *)*${basic} *\])$`).exec(line);
    if (header) {
      if (tables[header[1]!]) throw new NotAServer(`the table ${header[1]} stands there twice`);
      table = {};
      tables[header[1]!] = table;
    } else if (pair) table[pair[1]!] = JSON.parse(pair[2]!);
    else throw new NotAServer(`not TOML: ${line}`);
  }
  return tables;
}

const codex: Read = (text, name) => {
  const { command, args } = tomlTables(text)[`mcp_servers.${name}`] ?? {};
  if (typeof command !== 'string' || !Array.isArray(args)) throw new NotAServer(`no mcp_servers.${name}`);
  return { command, args };
};

const readers: Record<string, Read> = {
  'claude-code': claudeCode,
  cursor: (text, name) => remote(entryOf(text, 'mcpServers', name), 'url'),
  windsurf: (text, name) => remote(entryOf(text, 'mcpServers', name), 'serverUrl'),
  'vs-code': (text, name) => {
    const entry = entryOf(text, 'servers', name);
    if (entry.type !== 'http') throw new NotAServer('the type is not http');
    return remote(entry, 'url');
  },
  codex,
};

/** What this client makes of the text, by its own rules. */
export function readAs(client: string, text: string, name = 'connecttrade'): Configured {
  const read = readers[client];
  if (!read) throw new Error(`no reader of ${client}`);
  return read(text, name);
}

/** What the page has users paste into this client. */
export const pasted = (client: string, mcpUrl: string, token: string): string =>
  CLIENT_FORMS.find(({ id }) => id === client)!.text(mcpUrl, token);
