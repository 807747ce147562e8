import type { Response } from 'express';
import type { GatewayBehaviours } from '../behaviours.ts';
import type { Page } from './layout.ts';

export interface PageOptions {
  /** A form on it ends at another site: Chromium applies `form-action` to that redirect too. */
  leavesTheSite?: boolean;
}

/** Sends a page that nobody frames and nothing stores. */
export function sendPage(
  { behaviours }: { behaviours: GatewayBehaviours },
  res: Response,
  status: number,
  page: Page,
  { leavesTheSite = false }: PageOptions = {},
): void {
  const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
  res.status(status).type('html');
  res.set('Cache-Control', behaviours.cachingOf('page'));
  res.set('Content-Security-Policy', leavesTheSite ? policy : `${policy}; form-action 'self'`);
  void Promise.resolve(page).then((text) => res.send(String(text)));
}
