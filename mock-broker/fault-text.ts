import { type FaultOrder, faultKinds } from './faults.ts';
import { faultBody } from './hooks/faults.ts';
import { UnknownWord } from './unknown-word.ts';

const numbers = new Set(['times', 'for_seconds', 'seconds', 'status']);
const fields = Object.keys(faultBody.shape).filter((name) => name !== 'kind');

function fieldValue(kind: string, name: string, text: string): unknown {
  if (numbers.has(name)) {
    if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
    throw new RangeError(`the fault ${kind}: ${name} must be a number, not “${text}”`);
  }
  if (name !== 'accept') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new UnknownWord(`the fault ${kind}: accept must be true or false, not “${text}”`, text, ['true', 'false']);
}

function fieldOf(kind: string, pair: string): [string, unknown] {
  const [name = '', ...value] = pair.split('=');
  if (!fields.includes(name)) throw new UnknownWord(`the fault ${kind} has no field “${name}”`, name, fields);
  return [name, fieldValue(kind, name, value.join('='))];
}

/**
 * A fault as one types it: `slow`, `server_error:status=503,times=3`, `accept_then_drop:method=POST,path=/orders`.
 * Throws a `RangeError` of one sentence where the text is not a fault.
 */
export function faultFrom(text: string): FaultOrder {
  const [kind = '', ...rest] = text.split(':');
  if (!faultKinds.some((known) => known === kind))
    throw new UnknownWord(`there is no fault “${kind}”`, kind, faultKinds);
  const pairs = rest.join(':').split(',').filter(Boolean);
  const given = Object.fromEntries(pairs.map((pair) => fieldOf(kind, pair)));
  const result = faultBody.safeParse({ ...given, kind });
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new RangeError(`the fault ${text}: ${path.join('.')}: ${message}`);
}
