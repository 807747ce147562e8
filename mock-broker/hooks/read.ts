import type { z } from 'zod';
import { refusal } from '../errors.ts';

/** Reads a body by its schema, or refuses with one sentence for the first thing that is wrong. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw refusal('malformed', `${issue.path.join('.') || 'body'}: ${issue.message}`);
}
