import { textOf } from './addon-text.ts';
import { type Answer, type Call, ok } from './call.ts';
import { note, platformReads, platformWrites } from './platform.ts';
import type { Route } from './routes.ts';

const platformVersion = '8.1.5.2';

const status = ({ user }: Call): Answer =>
  ok({
    connected: user.addon.connected,
    version: user.addon.version,
    platform_version: user.addon.connected ? platformVersion : null,
    features: user.addon.connected ? ['orders', 'compile', 'alerts', 'files', 'backtests', 'strategies'] : [],
  });

/** Where braces stop matching, 1-based lines; the mock's whole idea of a syntax error. */
function firstUnbalanced(source: string): { line: number; message: string } | undefined {
  const open: number[] = [];
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    for (const letter of line) {
      if (letter === '{') open.push(index + 1);
      if (letter === '}' && open.pop() === undefined) return { line: index + 1, message: 'Unexpected }' };
    }
  }
  return open.length > 0 ? { line: open.at(-1)!, message: '{ is never closed' } : undefined;
}

/** `POST /addon/compile` `{source, name?}`: a script compiles when it declares a class and its braces match. */
function compile(call: Call): Answer {
  const source = textOf(call, 'source', 50_000);
  const unbalanced = firstUnbalanced(source);
  const diagnostics = unbalanced ? [{ severity: 'error', code: 'CS1513', ...unbalanced }] : [];
  if (!/\bclass\s+\w+/.test(source))
    diagnostics.push({ severity: 'error', code: 'CS0246', line: 1, message: 'No class' });
  return ok({ success: diagnostics.length === 0, name: /\bclass\s+(\w+)/.exec(source)?.[1] ?? null, diagnostics });
}

/** `POST /addon/alerts` `{message}`: shown on the trading platform. */
function alert(call: Call): Answer {
  const message = textOf(call, 'message', 500);
  note(call, 'alert', message);
  return ok({ id: call.book.newId(), at: new Date(call.book.now()).toISOString(), message, delivered: true });
}

export const addonRoutes: readonly Route[] = [
  { method: 'get', path: '/status', scope: null, handle: status },
  { method: 'post', path: '/compile', scope: 'order:execution', handle: compile },
  { method: 'post', path: '/alerts', scope: 'order:execution', handle: alert },
  ...platformReads.map((route) => ({ method: 'get' as const, ...route })),
  ...platformWrites.map((route) => ({ method: 'post' as const, ...route })),
];
