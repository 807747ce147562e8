import { formsAreNotSentOn } from '../../observers/redirects.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/passwords-are-not-sent-on',
    title: 'The redirect after a form with a password is no 307: a browser would send the form on',
    clauses: ['oauth21/no-307'],
    per: 'url',
    blame: 'authorization-server',
    observes: formsAreNotSentOn,
    ridesOn: ['first-time-consent/whoever-signs-in-gets-back-to-the-client'],
    remedy: 'Redirect with 303 after a form: 307 and 308 hand the password to wherever they lead.',
    variations: ['pages-in-capitals', 'forms-with-more-fields', 'header-names-in-capitals'],
    mutants: [
      {
        name: 'brokerage-sends-passwords-on',
        rewrites: rewriteAnswer(
          { at: 'broker', method: 'POST', path: '/sign-in', status: [302, 303] },
          { status: 307 },
        ),
      },
    ],
  }),
);
