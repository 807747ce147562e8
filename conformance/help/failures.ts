/** What the process exits with. Scripts depend on these numbers. */
export const EXIT = { conformant: 0, failed: 1, usage: 2, incomplete: 3 } as const;

/** Wrong usage or configuration: one sentence for the person who typed it, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly exitCode = EXIT.usage;
}

const troubles: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission; change that of the file or its folder, or name another place',
  EPERM: 'you have no permission; change that of the file or its folder, or name another place',
  ENOENT: 'there is no such file or folder',
  EEXIST: 'it is a file, and a folder is needed',
  EISDIR: 'it is a folder, and a file is needed',
  ENOTDIR: 'a part of this path is a file',
  EROFS: 'this file system cannot be written to; name another place',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EFBIG: 'files may not become that large here (ulimit -f)',
  EIO: 'the disk does not work',
  ENAMETOOLONG: 'the name is too long',
};

/** What the system refused about a file, in words; undefined where it said something else. */
export const fileTrouble = (error: unknown): string | undefined => {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && Object.hasOwn(troubles, code) ? troubles[code] : undefined;
};

/** The time that somebody gave a run is over; says so in the words of a report. */
export class TimeIsUp extends Error {
  override name = 'TimeIsUp';
}

/** The target could not be looked at: one sentence, exit code 3. */
export class IncompleteError extends Error {
  override name = 'IncompleteError';
  readonly exitCode = EXIT.incomplete;
}
