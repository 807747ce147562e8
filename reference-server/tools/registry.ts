import { z } from 'zod';
import type { ProfileFacts } from '../profiles/facts.ts';
import type { Annotations, Tool } from './tool.ts';

/** A tool as `tools/list` shows it; the schemas are JSON Schema 2020-12. */
export interface ListedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: 'object'; [keyword: string]: unknown };
  outputSchema: { type: 'object'; [keyword: string]: unknown };
  annotations: Annotations;
}

/** A tool together with its listing, computed once. */
export interface RegisteredTool {
  tool: Tool;
  listed: ListedTool;
}

/** All tools of a profile, in the order in which they are listed. */
export type Registry = ReadonlyMap<string, RegisteredTool>;

/** Makes the registry that both eras serve from. */
export const createRegistry = (tools: readonly Tool[]): Registry =>
  new Map(tools.map((tool) => [tool.name, { tool, listed: list(tool) }]));

const registries = new WeakMap<ProfileFacts, Registry>();

/** The registry of a profile, made once in a process: its schemas never change. */
export function registryOf(profile: ProfileFacts): Registry {
  const registry = registries.get(profile) ?? createRegistry(profile.tools);
  registries.set(profile, registry);
  return registry;
}

function list({ name, title, description, annotations, input, output }: Tool): ListedTool {
  const schema = (of: z.ZodObject, io: 'input' | 'output') =>
    z.toJSONSchema(of, { target: 'draft-2020-12', io }) as ListedTool['inputSchema'];
  return {
    name,
    title,
    description,
    inputSchema: schema(input, 'input'),
    outputSchema: schema(output, 'output'),
    annotations: { ...annotations },
  };
}
