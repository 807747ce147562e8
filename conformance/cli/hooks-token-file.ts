import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where `serve` leaves its hooks token for a `check` of the same user on the same machine, so that the two work
 * together without copying it. Readable by that user only.
 */
const fileFor = (origin: string, env: NodeJS.ProcessEnv): string =>
  join(env.XDG_RUNTIME_DIR || tmpdir(), `openbell-hooks-${process.getuid?.() ?? 'user'}-${new URL(origin).port}`);

/** Leaves the token; the returned function takes it away again. A folder that refuses is no reason not to serve. */
export function leaveHooksToken(origin: string, token: string, env: NodeJS.ProcessEnv): () => void {
  const file = fileFor(origin, env);
  try {
    rmSync(file, { force: true });
    // `wx` does not follow a link that somebody else put there.
    writeFileSync(file, token, { mode: 0o600, flag: 'wx' });
  } catch {
    return () => {};
  }
  return () => rmSync(file, { force: true });
}

/** The token that a `serve` on this origin left; undefined where there is none of this user's own. */
export function findHooksToken(origin: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = fileFor(origin, env);
  try {
    const { uid, mode } = lstatSync(file);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    return isOurs ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
