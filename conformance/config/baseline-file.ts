import { existsSync } from 'node:fs';
import { stringify } from 'yaml';
import { z } from 'zod';
import { parseYamlFile, readText } from '../files/yaml-file.ts';
import { UsageError } from '../help/failures.ts';
import type { Expected } from '../run/baseline.ts';

const text = z.string().min(1);

/** One failure that is known. */
export const expectedSchema = z.strictObject({
  check: text,
  era: text.optional(),
  target: text.optional(),
  reason: text,
  owner: text.optional(),
  link: z.url({ protocol: /^https?$/, error: 'give a full http or https URL' }).optional(),
  expires: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'give a day such as 2026-12-31')
    .refine((day) => !Number.isNaN(Date.parse(day)), 'there is no such day')
    .optional(),
});

/** Reads a baseline: a list of known failures. `UsageError` with the line that is wrong. */
export function readBaseline(file: string): Expected[] {
  if (!existsSync(file))
    throw new UsageError(`there is no baseline ${file}; “openbell check … --write-baseline ${file}” writes one`);
  return parseYamlFile(readText(file, file), file, z.array(expectedSchema).nullable()) ?? [];
}

/** A baseline as it is written. */
export const baselineText = (entries: readonly Expected[]): string =>
  `# Failures that are known. Each needs a reason; an owner, a link and a last day (expires) help. One that passes again, or
# whose day has gone by, fails the run until it is taken out here.
${entries.length > 0 ? stringify(entries, { lineWidth: 0 }) : '[]\n'}`;
