import type { Call, Endpoint } from './call.ts';

/** No such resource: each era says so in its own protocol error. */
export class UnknownResource extends Error {
  constructor() {
    super('There is no such resource. resources/list names those that there are.');
  }
}

export const listResources = ({ context }: Endpoint) =>
  (context.profile.resources ?? []).map(({ read: _, ...listed }) => listed);

export function readResource({ context }: Endpoint, { access }: Call, uri: string) {
  const found = context.profile.resources?.find((one) => one.uri === uri);
  if (!found) throw new UnknownResource();
  return { contents: [{ uri, mimeType: found.mimeType, text: found.read(context.clock.now(), access.scopes) }] };
}
