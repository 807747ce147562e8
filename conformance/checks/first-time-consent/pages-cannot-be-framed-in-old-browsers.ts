import { pagesAreNotFramedAnywhere } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewritePageHeaders } from '../../vocabulary/rewrite-page.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/pages-cannot-be-framed-in-old-browsers',
    title: 'Pages on the way in forbid frames both by policy and by X-Frame-Options',
    clauses: ['oauth21/clickjacking-csp', 'oauth21/clickjacking-combined', 'rfc6749/x-frame-options'],
    observes: pagesAreNotFramedAnywhere,
    ridesOn: ['first-time-consent/whoever-signs-in-gets-back-to-the-client'],
    remedy: "Send X-Frame-Options: DENY beside Content-Security-Policy: frame-ancestors 'none'.",
    variations: [
      'frames-forbidden-in-other-words',
      'pages-in-capitals',
      'forms-with-more-fields',
      'redirects-by-relative-references',
      'bodies-in-gzip',
    ],
    mutants: [
      {
        name: 'leaves-frames-out-of-its-policy',
        rewrites: rewriteAnswer({}, ({ headers }) => ({
          headers: headers['content-security-policy']
            ? { 'content-security-policy': headers['content-security-policy'].replace(/frame-ancestors[^;]*;?/, '') }
            : {},
        })),
      },
      { name: 'pages-can-be-framed-in-old-browsers', rewrites: rewritePageHeaders({ 'x-frame-options': undefined }) },
    ],
  }),
);
