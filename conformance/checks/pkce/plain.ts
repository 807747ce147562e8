import { Untestable } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';

/** `Untestable` where the server announces plain: it may take it then, and that it should not is said by another check. */
export async function assertPlainIsNotAnnounced(world: World): Promise<void> {
  const methods: unknown = (await world.discovery()).authorizationServer?.doc.code_challenge_methods_supported;
  if (Array.isArray(methods) && methods.includes('plain')) {
    throw new Untestable('needs a server that does not announce plain: see pkce/announces-no-plain');
  }
}
