import { z } from 'zod';
import type { Annotations, Tool } from './tool.ts';

/** A tool as `tools/list` shows it; the schemas are JSON Schema 2020-12. */
export interface ListedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: 'object'; [keyword: string]: unknown };
  outputSchema?: { type: 'object'; [keyword: string]: unknown };
  annotations: Annotations;
  /** Of MCP 2025-11-25. */
  execution?: { taskSupport: 'optional' };
}

/** A tool together with its listing, computed once. */
export interface RegisteredTool {
  tool: Tool;
  listed: ListedTool;
  /** Arguments that stand in a header too, with the end of its name. */
  inHeaders: readonly (readonly [argument: string, header: string])[];
}

/** All tools of a profile, in the order in which they are listed. */
export type Registry = ReadonlyMap<string, RegisteredTool>;

/** Makes the registry that both eras serve from. */
export const createRegistry = (tools: readonly Tool[]): Registry =>
  new Map(
    tools.map((tool) => {
      const listed = list(tool);
      return [tool.name, { tool, listed, inHeaders: inHeadersOf(listed) }];
    }),
  );

const registries = new WeakMap<readonly Tool[], Registry>();

/** The registry of a profile's tools, made once in a process: their schemas never change. */
export function registryOf(tools: readonly Tool[]): Registry {
  const registry = registries.get(tools) ?? createRegistry(tools);
  registries.set(tools, registry);
  return registry;
}

const inHeadersOf = ({ inputSchema }: ListedTool): [string, string][] =>
  Object.entries((inputSchema.properties ?? {}) as Record<string, Record<string, unknown>>).flatMap(
    ([argument, { 'x-mcp-header': header }]) => (typeof header === 'string' ? [[argument, header]] : []),
  );

function list({ name, title, description, annotations, input, inputSchema, output }: Tool): ListedTool {
  const schema = (of: z.ZodObject, io: 'input' | 'output') =>
    z.toJSONSchema(of, { target: 'draft-2020-12', io }) as ListedTool['inputSchema'];
  return {
    name,
    title,
    description,
    inputSchema: inputSchema ?? schema(input, 'input'),
    ...(output && { outputSchema: schema(output, 'output') }),
    annotations: { ...annotations },
  };
}
