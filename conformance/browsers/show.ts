import type { Page, PageKind } from '../vocabulary/user-agent.ts';
import { type Asks, asks } from './asks.ts';
import { type Document, readHtml } from './html.ts';

/** A page, and what is on it. */
export interface Shown {
  page: Page;
  document: Document;
}

const kinds: Partial<Record<Asks['for'], PageKind>> = {
  'sign-in': 'sign-in',
  permission: 'permission',
  success: 'success',
};

function kindOf(document: Document, headers: Record<string, string>, status: number): PageKind {
  const wanted = asks(document, headers, status, '').for;
  if (document.errorCode || (status >= 400 && wanted !== 'sign-in')) return 'error';
  return kinds[wanted] ?? 'other';
}

const nothing = readHtml('');
const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A page of data: what it calls an error, and in which words. */
function readJson(body: string): Document {
  let said: Record<string, unknown> = {};
  try {
    said = Object(JSON.parse(body));
  } catch {}
  const inner = Object(said.error) as Record<string, unknown>;
  const code = words(said.error) ?? words(inner.code) ?? words(said.code);
  const title =
    words(said.error_description) ?? words(said.message) ?? words(inner.message) ?? words(said.title) ?? code;
  return { ...nothing, title: title ?? body.slice(0, 60), text: body, ...(code ? { errorCode: code } : {}) };
}

const readText = (body: string): Document => ({
  ...nothing,
  title: body.trim().split('\n')[0]!.slice(0, 60),
  text: body.replace(/\s+/g, ' ').trim().slice(0, 20_000),
});

function read(contentType: string, body: string, runsScripts: boolean): Document {
  if (/[/+]json\b/i.test(contentType)) return readJson(body);
  const isText = /^text\/plain\b/i.test(contentType) || (contentType === '' && !body.includes('<'));
  return isText ? readText(body) : readHtml(body, runsScripts);
}

/** Reads a page that came with this status, these headers and this body. */
export function show(
  url: string,
  status: number,
  headers: Record<string, string>,
  html: string,
  exchange: number,
  runsScripts = false,
): Shown {
  const document = read(runsScripts ? 'text/html' : (headers['content-type'] ?? ''), html, runsScripts);
  const { title, text, errorCode } = document;
  const page: Page = { url, status, kind: kindOf(document, headers, status), title, text, headers, html, exchange };
  return { page: errorCode ? { ...page, errorCode } : page, document };
}
