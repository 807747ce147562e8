import type { FaultOrder } from './faults.ts';
import { faultBody } from './hooks/faults.ts';

const numbers = new Set(['times', 'for_seconds', 'seconds', 'status']);

function fieldOf(name: string, text: string): unknown {
  if (numbers.has(name)) return Number(text);
  return name === 'accept' ? text === 'true' : text;
}

/**
 * A fault as one types it: `slow`, `server_error:status=503,times=3`, `accept_then_drop:method=POST,path=/orders`.
 * Throws a `RangeError` of one sentence where the text is not a fault.
 */
export function faultFrom(text: string): FaultOrder {
  const [kind, ...rest] = text.split(':');
  const pairs = rest.join(':').split(',').filter(Boolean);
  const fields = pairs.map((pair) => {
    const [name, ...value] = pair.split('=');
    return [name!, fieldOf(name!, value.join('='))];
  });
  const result = faultBody.safeParse({ kind, ...Object.fromEntries(fields) });
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new RangeError(`not a fault: ${text}: ${path.join('.') || 'fields'}: ${message}`);
}
