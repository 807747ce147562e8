import type { NextFunction, Request, Response } from 'express';
import type { BrokerContext } from '../context.ts';

/** Writes a request down with the status of its answer, 0 where there is none. Without the hooks nobody could read it. */
export function record(context: BrokerContext, req: Request, res: Response, status: number): void {
  if (!context.hooksToken) return;
  context.journal.add({
    at: new Date(context.clock.now()).toISOString(),
    method: req.method,
    path: req.originalUrl,
    account: res.locals.account ?? null,
    user: res.locals.user ?? null,
    status,
  });
}

/** Journals each request just before its answer leaves, so that who has the answer finds it in the journal. */
export const journalled = (context: BrokerContext) => (req: Request, res: Response, next: NextFunction) => {
  const end = res.end.bind(res) as (...rest: unknown[]) => Response;
  res.end = ((...rest: unknown[]) => {
    record(context, req, res, res.statusCode);
    return end(...rest);
  }) as Response['end'];
  next();
};
