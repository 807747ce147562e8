import type { NextFunction, Request, Response } from 'express';
import { refusalPage } from '../pages/authorization-pages.ts';
import { sendPage } from '../pages/page.ts';
import { readParameters } from './form.ts';
import { visitor } from './sessions.ts';
import type { OAuthState } from './state.ts';

/** Lets a form through only if it carries the `csrf` field of a page that this browser was given. */
export const guardForms =
  (oauth: OAuthState) =>
  async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const given = readParameters(req.body).values.csrf ?? '';
    const expected = visitor(oauth, req, res).csrf;
    if (oauth.context.behaviours.brokerCsrfTokenMatches(given, expected)) return next();
    const description =
      'This form did not come from a page that we gave to this browser. Go back, reload it and try again.';
    await sendPage(res, refusalPage('csrf_failed', description), 403);
  };
