import { refusal } from '../errors.ts';
import type { Call } from './call.ts';

/** A member of the body that has to be there, as text of at most so many characters. */
export function textOf(call: Call, name: string, most: number): string {
  const value = (call.body as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value !== 'string' || value === '') throw refusal('unprocessable', `${name} is required, as text`);
  if (value.length > most) throw refusal('unprocessable', `${name} must be no more than ${most} characters`);
  return value;
}
