import { UriTemplate } from '@modelcontextprotocol/server';
import { containing } from '../profiles/scope.ts';
import type { Call, Endpoint } from './call.ts';
import { createDesk } from './desk.ts';
import { pageOf } from './pages.ts';

/** No such resource: each era says so in its own protocol error. */
export class UnknownResource extends Error {
  constructor() {
    super('There is no such resource. resources/list names those that there are.');
  }
}

/** Whether the token opens what needs this scope. */
export const isOpenTo = ({ context: { behaviours, profile } }: Endpoint, { access }: Call, scope?: string): boolean =>
  scope === undefined || behaviours.toolIsListedForScope(scope, access.scopes, containing(profile.scopes, scope));

const templatesFor = (endpoint: Endpoint, call: Call) =>
  (endpoint.context.profile.templates ?? []).filter(({ scope }) => isOpenTo(endpoint, call, scope));

export function listResources(endpoint: Endpoint, call: Call, cursor?: string) {
  const fixed = (endpoint.context.profile.resources ?? []).map(({ read: _, ...listed }) => listed);
  const own = templatesFor(endpoint, call).flatMap(({ name, title, description, mimeType, urisOf }) =>
    urisOf(call.access.grant.user).map((uri) => ({ uri, name, title, description, mimeType })),
  );
  const size = endpoint.context.settings.resourcesPageSize;
  const { items: resources, ...more } = pageOf(endpoint, call, 'resources/list', [...fixed, ...own], cursor, size);
  return { resources, ...more };
}

export function listTemplates(endpoint: Endpoint, call: Call, cursor?: string) {
  const all = templatesFor(endpoint, call).map(
    ({ read: _, urisOf: __, complete: ___, scope: ____, ...listed }) => listed,
  );
  const { items: resourceTemplates, ...more } = pageOf(endpoint, call, 'resources/templates/list', all, cursor);
  return { resourceTemplates, ...more };
}

/** The template of a URI and what stands in its place in it. */
export function templateOf({ context }: Endpoint, uri: string) {
  for (const template of context.profile.templates ?? []) {
    const variables = new UriTemplate(template.uriTemplate).match(uri);
    if (variables) return { template, variables: variables as Record<string, string> };
  }
  return undefined;
}

export async function readResource(endpoint: Endpoint, call: Call, uri: string) {
  const { profile, clock } = endpoint.context;
  const fixed = profile.resources?.find((one) => one.uri === uri);
  if (fixed) return contentsOf(uri, fixed.mimeType, fixed.read(clock.now(), call.access.scopes));
  const found = templateOf(endpoint, uri);
  const text = found && (await found.template.read(createDesk(endpoint, call), found.variables));
  if (!found || text === undefined) throw new UnknownResource();
  return contentsOf(uri, found.template.mimeType, text);
}

/** Whether a caller may be told of its changes: it is there, and theirs. */
export function mayFollow(endpoint: Endpoint, call: Call, uri: string): boolean {
  const { profile, behaviours } = endpoint.context;
  const own = templatesFor(endpoint, call).some(({ urisOf }) => urisOf(call.access.grant.user).includes(uri));
  const known = own || (profile.resources ?? []).some((one) => one.uri === uri);
  return behaviours.followedResourceIsTheirs(known);
}

/** What may read otherwise for a user after a tool has changed something. */
export const urisThatMayChange = ({ context }: Endpoint, { access }: Call): string[] =>
  (context.profile.templates ?? []).flatMap(({ urisOf }) => [...urisOf(access.grant.user)]);

const contentsOf = (uri: string, mimeType: string, content: string | Uint8Array) => ({
  contents: [
    typeof content === 'string'
      ? { uri, mimeType, text: content }
      : { uri, mimeType, blob: Buffer.from(content).toString('base64') },
  ],
});
