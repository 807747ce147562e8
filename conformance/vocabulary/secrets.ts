/**
 * What must never be shown, and under which name it is shown instead. Labels are numbered by first appearance
 * (`«access_token 2»`), so that equal runs give equal reports and two uses of one token can be told to be the same.
 */
export interface Secrets {
  /** Remembers `value` as a secret of this kind; what is too short to be one is passed over. */
  note(kind: string, value: unknown): void;
  /** The text with every secret replaced. */
  redact(text: string): string;
  /** What stands for a value that is a secret wherever it came from. */
  label(kind: string, value: string): string;
}
