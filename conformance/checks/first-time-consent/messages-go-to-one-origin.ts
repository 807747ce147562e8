import { messagesGoToOneOrigin } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { answered, rewritePage } from '../../vocabulary/rewrite-page.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'first-time-consent/messages-go-to-one-origin',
    title: 'A page that answers its opener by a message names the origin that may read it',
    clauses: ['rfc9700/postmessage-exact-origin'],
    per: 'url',
    blame: 'authorization-server',
    observes: messagesGoToOneOrigin,
    ridesOn: ['first-time-consent/whoever-signs-in-gets-back-to-the-client'],
    remedy: 'Give postMessage the origin of the redirect URI, never "*".',
    noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
    mutants: [
      {
        name: 'tells-every-opener',
        rewrites: rewritePage(answered, (html) =>
          html.replace('</main>', '<script>opener.postMessage({ code: 1 }, "*");</script></main>'),
        ),
      },
    ],
  }),
);
