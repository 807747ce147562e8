import { containing } from '../profiles/scope.ts';
import type { ListedTool } from '../tools/registry.ts';
import type { Call, Endpoint } from './call.ts';
import { pageOf } from './pages.ts';

/** The tools that this caller can use now, in the registry's order. */
async function toolsFor(endpoint: Endpoint, call: Call): Promise<ListedTool[]> {
  const { behaviours, profile } = endpoint.context;
  const tools = [...endpoint.registry.values()];
  const covered = tools.filter(({ tool }) =>
    behaviours.toolIsListedForScope(tool.scope, call.access.scopes, containing(profile.scopes, tool.scope)),
  );
  if (!covered.some(({ tool }) => endpoint.addon.isNeededFor(tool))) return covered.map(({ listed }) => listed);
  const ready = await endpoint.addon.isReady(endpoint, call);
  return covered.filter(({ tool }) => ready || !endpoint.addon.isNeededFor(tool)).map(({ listed }) => listed);
}

const withTasks = ({ registry }: Endpoint, listed: ListedTool): ListedTool =>
  registry.get(listed.name)?.tool.asTask ? { ...listed, execution: { taskSupport: 'optional' } } : listed;

export async function listTools(endpoint: Endpoint, call: Call, cursor?: string) {
  const { items, ...more } = pageOf(endpoint, call, 'tools/list', await toolsFor(endpoint, call), cursor);
  return { tools: call.mayTakeTasks ? items.map((tool) => withTasks(endpoint, tool)) : items, ...more };
}
