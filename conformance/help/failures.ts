/** What the process exits with. Scripts depend on these numbers. */
export const EXIT = { conformant: 0, failed: 1, usage: 2, incomplete: 3 } as const;

/** Wrong usage or configuration: one sentence for the person who typed it, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly exitCode = EXIT.usage;
}

/** The target could not be looked at: one sentence, exit code 3. */
export class IncompleteError extends Error {
  override name = 'IncompleteError';
  readonly exitCode = EXIT.incomplete;
}
