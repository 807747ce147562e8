import { pagesAreNotStored } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/pages-are-not-stored',
    title: 'Pages on the way in are kept by no cache',
    clauses: ['oauth21/authorize-no-cache'],
    observes: pagesAreNotStored,
    ridesOn: ['first-time-consent/whoever-signs-in-gets-back-to-the-client'],
    remedy: 'Send Cache-Control: no-store with every page that stands between a request and its code.',
    variations: [
      'no-store-among-other-words',
      'pages-in-capitals',
      'forms-with-more-fields',
      'media-types-in-another-case',
    ],
    mutants: [
      'lets-caches-keep-registrations',
      { name: 'brokerage-pages-are-stored', replaces: { brokerAnswerForbidsStoring: () => false } },
    ],
  }),
);
