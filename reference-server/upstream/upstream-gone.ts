/** The brokerage ended the connection for good: the key is deactivated or deleted, or the consent was withdrawn. */
export class UpstreamGone extends Error {
  override name = 'UpstreamGone';
}

/** The brokerage did not answer in time, or not with what was asked for: nothing is said about the connection. */
export class UpstreamUnavailable extends Error {
  override name = 'UpstreamUnavailable';
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  constructor(message: string, { status, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.status = status;
  }
}

/** True where the brokerage understood the request and said no, so that asking again will not help. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof UpstreamGone ||
  (error instanceof UpstreamUnavailable && error.status !== undefined && error.status >= 400 && error.status < 500);
