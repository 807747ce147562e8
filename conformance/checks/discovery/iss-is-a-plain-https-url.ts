import { issIsAnIssuer } from '../../observers/redirects.ts';
import { observer } from '../../vocabulary/check.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'discovery/iss-is-a-plain-https-url',
    title: 'The iss beside a code or an error is an https URL without query and fragment',
    clauses: ['rfc9207/iss-https-no-query'],
    per: 'url',
    blame: 'authorization-server',
    observes: issIsAnIssuer,
    ridesOn: ['tokens/token-answers-are-complete'],
    remedy: 'Send as iss what the metadata have as the issuer: an https URL that ends with its path.',
    variations: ['json-with-escapes'],
    mutants: [
      {
        name: 'answers-in-a-name-with-a-query',
        replaces: { issuerIsReturned: (issuer) => `${issuer}/?tenant=1` },
      },
      {
        name: 'answers-in-a-name-without-tls',
        replaces: { issuerIsReturned: () => 'http://gateway.example' },
      },
    ],
  }),
);
