import type { Fields } from './driver.ts';
import type { Button, Form } from './html.ts';

/** What a browser sends, but for the headers that every request of it has. */
export interface Request {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** What the form holds, with `fields` typed over it and `button` pressed. A field without a name is never sent. */
function valuesOf(form: Form, button: Button | undefined, fields: Fields): [string, string][] {
  const values = form.values.filter(([name]) => !(name in fields));
  for (const [name, value] of Object.entries(fields)) {
    if (!name.startsWith('@')) for (const one of [value].flat()) values.push([name, one]);
  }
  if (button?.name) values.push([button.name, button.value]);
  return values;
}

const quoted = (name: string): string => name.replaceAll('"', '%22').replace(/[\r\n]/g, ' ');

const boundary = '----openbell-form-data';

function multipart(values: readonly [string, string][]): { type: string; body: string } {
  const parts = values.map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}

function encoded(enctype: string, values: readonly [string, string][]): { type: string; body: string } {
  if (enctype === 'multipart/form-data') return multipart(values);
  if (enctype === 'text/plain') {
    return { type: enctype, body: values.map(([name, value]) => `${name}=${value}\r\n`).join('') };
  }
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams([...values]).toString() };
}

/** What a browser sends to `action` when `button` of `form` is pressed, with `fields` typed over what the form holds. */
export function filled(form: Form, button: Button | undefined, fields: Fields, action: string): Request {
  const values = valuesOf(form, button, fields);
  if ((button?.method ?? form.method) === 'get') {
    const target = new URL(action);
    target.search = new URLSearchParams(values).toString();
    target.hash = '';
    return { method: 'GET', url: target.href, headers: {} };
  }
  const { type, body } = encoded(button?.enctype ?? form.enctype, values);
  return { method: 'POST', url: action, headers: { 'content-type': type }, body };
}
