import { pagesAreNotFramed } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewritePageHeaders } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/pages-cannot-be-framed',
    title: 'No page on the way in can be put into a frame, errors included',
    clauses: [
      'oauth21/clickjacking-prevented',
      'oauth21/clickjacking-all-pages',
      'rfc9700/clickjacking-must',
      'mcp/security/proxy-consent-no-framing',
    ],
    observes: pagesAreNotFramed,
    ridesOn: [
      'first-time-consent/whoever-signs-in-gets-back-to-the-client',
      'redirect-uri-mismatch/the-page-says-what-is-wrong',
    ],
    remedy:
      "Send Content-Security-Policy: frame-ancestors 'none', and X-Frame-Options: DENY for old browsers, with every page.",
    variations: [
      'frames-forbidden-in-other-words',
      'pages-in-capitals',
      'forms-with-more-fields',
      'redirects-by-relative-references',
      'bodies-in-gzip',
    ],
    mutants: [
      { name: 'brokerage-pages-can-be-framed', replaces: { brokerPageForbidsFraming: () => false } },
      {
        name: 'pages-can-be-framed',
        rewrites: rewritePageHeaders({ 'content-security-policy': undefined, 'x-frame-options': undefined }),
      },
    ],
  }),
);
