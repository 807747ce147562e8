import { formsAreFollowedBy303 } from '../../observers/redirects.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/passwords-are-followed-by-303',
    title: 'The redirect after a form with a password is 303, which says that what follows is a GET',
    clauses: ['oauth21/use-303'],
    per: 'url',
    blame: 'authorization-server',
    observes: formsAreFollowedBy303,
    ridesOn: ['first-time-consent/whoever-signs-in-gets-back-to-the-client'],
    remedy: 'Redirect with 303 after a form: 302 leaves it to the browser whether the form is sent on.',
    variations: ['pages-in-capitals', 'forms-with-more-fields', 'header-names-in-capitals'],
    mutants: [
      {
        name: 'brokerage-redirects-passwords-with-302',
        rewrites: rewriteAnswer({ at: 'broker', method: 'POST', path: '/sign-in', status: 303 }, { status: 302 }),
      },
    ],
  }),
);
