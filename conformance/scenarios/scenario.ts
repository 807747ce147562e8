import { z } from 'zod';
import type { Judges } from '../vocabulary/check.ts';
import { ERAS } from '../vocabulary/era.ts';
import { FEATURES, type Feature } from '../vocabulary/features.ts';
import { steps } from './steps/index.ts';

const stepSchemas = Object.values(steps).map((verb) =>
  z.strictObject({ [verb.name]: verb.args, expect: verb.expect.optional() } as Record<string, z.ZodType>),
);

/** A journey as it is written in YAML. The JSON Schema for editors, `scenarios/scenario.schema.json`, is made from this. */
export const scenarioSchema = z.strictObject({
  title: z.string().min(10).describe('The journey in a sentence that a trader would say.'),
  guide: z
    .array(z.string().regex(/^(AR|CT|CN|CE)-[A-Z]?\d+$/, 'give a row of a guide, such as AR-E1'))
    .default([])
    .describe('Rows of the products’ guides that it acts out.'),
  needs: z.array(z.enum(FEATURES)).min(1).optional().describe('Only where the gateway has all of these.'),
  eras: z.array(z.enum(ERAS)).min(1).optional().describe('Only in these revisions of MCP.'),
  people: z
    .array(z.string())
    .optional()
    .describe('People of this journey who are not of the cast: each is one more trader.'),
  clients: z
    .array(z.string())
    .optional()
    .describe('Clients of this journey whose names are like those of clients that are known.'),
  judges: z
    .enum(['limits', 'discovery', 'consent'])
    .optional()
    .describe('What is looked at: a 429, the metadata, or the first time that somebody is asked.'),
  kind: z
    .enum(['succeeds', 'refused', 'recovers'])
    .describe('How it ends: all goes well, something is refused, or something goes wrong and is put right.'),
  steps: z.array(z.union(stepSchemas as unknown as [z.ZodType, z.ZodType])).min(1),
  remedy: z.string().min(10).optional().describe('What to do when this journey fails.'),
  mutants: z.array(z.string()).default([]).describe('Mutants that each must turn this journey red.'),
});

/** One step, taken apart: which verb, its arguments, what is expected. */
export interface Step {
  verb: string;
  args: unknown;
  expect: Record<string, unknown>;
}

export interface Scenario {
  /** `exercise/file-name-without-yaml`. */
  id: string;
  /** Where it was read from. */
  file: string;
  title: string;
  guide: string[];
  needs?: Feature[];
  eras?: (typeof ERAS)[number][];
  people?: string[];
  clients?: string[];
  judges?: Judges;
  kind: 'succeeds' | 'refused' | 'recovers';
  steps: Step[];
  remedy?: string;
  mutants: string[];
}
