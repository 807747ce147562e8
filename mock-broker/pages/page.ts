import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { html, raw } from 'hono/html';
import type { BrokerContext } from '../context.ts';
import { style } from './style.ts';

export type Html = ReturnType<typeof html>;

/** A page: `title` is also the heading that is announced; `email` shows who is signed in; `wide` is for lists. */
export interface Page {
  title: string;
  body: Html;
  email?: string;
  wide?: boolean;
}

/** The mock's own brokerage: no real firm has this name. */
export const brokerageName = 'Kestrel Brokerage';

const mark = raw(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M3 7c7 0 11 2 14 6 2-4 6-7 12-8-2 3-3 5-4 9-1 6-5 11-12 13 2-2 3-4 3-6-6 1-10-1-12-5 3 1 5 1 7 0C7 14 4 11 3 7z"/></svg>',
);

const layout = ({ title, body, email, wide }: Page): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${brokerageName}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><div class="bar"><a class="brand" href="/client-center">${mark}<span>${brokerageName}</span></a>
${email ? html`<span class="who">${email} · <a href="/sign-out">Sign out</a></span>` : ''}</div></header>
<main class="${wide ? 'wide' : ''}">
${body}
</main>
<footer>A mock brokerage for testing. No account, order or dollar here is real.</footer>
</body>
</html>
`;

/** Answers with the style of all pages: one file, which browsers keep, and whoever reads pages does not read again. */
export function sendStyle(_req: Request, res: Response): void {
  res.setHeader('Cache-Control', 'public, max-age=3600');
  res.type('css').send(style);
}

/** Answers with a page. */
export async function sendPage(res: Response, page: Page, status = 200): Promise<void> {
  res
    .status(status)
    .type('html')
    .send(String(await layout(page)));
}

/**
 * What a page lets a browser do: nothing is embedded or scripted. Forms of sign-in and consent may end at a client
 * anywhere, and browsers hold `form-action` against each redirect on the way, so those pages go without it.
 */
const policy = (framing: boolean, leadsAway: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ['data:'],
        baseUri: ["'none'"],
        ...(leadsAway ? {} : { formAction: ["'self'"] }),
        ...(framing ? { frameAncestors: ["'none'"] } : {}),
      },
    },
    frameguard: framing ? { action: 'deny' } : false,
    // Loopback speaks plain HTTP; a proxy that speaks HTTPS in front sets this itself.
    strictTransportSecurity: false,
    // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
  });

const policies = {
  away: { guarded: policy(true, true), frameable: policy(false, true) },
  home: { guarded: policy(true, false), frameable: policy(false, false) },
};

/** Headers of every page: not stored, not framed, and the policy above. */
export function pageHeaders({ behaviours }: BrokerContext) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (behaviours.brokerAnswerForbidsStoring(req.baseUrl)) res.setHeader('Cache-Control', 'no-store');
    const { guarded, frameable } = req.baseUrl === '/client-center' ? policies.home : policies.away;
    const apply = behaviours.brokerPageForbidsFraming(req.baseUrl) ? guarded : frameable;
    apply(req, res, next);
  };
}
