import type { NextFunction, Request, Response } from 'express';
import { Refusal, refusal } from '../errors.ts';

function describe(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (type === 'entity.too.large') return new Refusal(413, 41310000, 'request body is too large: at most 64 kB');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Refusal(status === 415 ? 415 : 400, 40010000, 'request body format is invalid: it must be JSON');
  }
  return refusal('internal', 'internal server error occurred');
}

function challengeOf({ status, extras }: Refusal): string | undefined {
  if (status === 401) return 'Bearer realm="brokerage", error="invalid_token"';
  if (extras.error !== 'insufficient_scope') return undefined;
  return `Bearer realm="brokerage", error="insufficient_scope", scope="${extras.required_scope}"`;
}

/** Sends an error as JSON in the documented shape. */
export function sendError(error: unknown, res: Response): void {
  const refused = describe(error);
  const challenge = challengeOf(refused);
  if (challenge && !res.hasHeader('WWW-Authenticate')) res.setHeader('WWW-Authenticate', challenge);
  res.status(refused.status).json({
    ...(refused.code !== null && { code: refused.code }),
    message: refused.message,
    ...refused.extras,
  });
}

/** Every error that nothing else has answered. */
export const answerErrors = (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
  if (res.headersSent) next(error);
  else sendError(error, res);
};
