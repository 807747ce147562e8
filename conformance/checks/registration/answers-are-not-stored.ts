import { registrationsAreNotStored } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'registration/answers-are-not-stored',
    title: 'The answer to a registration is kept by no cache',
    clauses: ['rfc7591/dcr-no-store'],
    weakBecause: 'RFC 7591 shows the header in its example of an answer and demands it nowhere.',
    applies: { needs: ['registration'] },
    observes: registrationsAreNotStored,
    ridesOn: ['registration/answers-201-with-a-client-id'],
    remedy: 'Send Cache-Control: no-store with every answer of the registration endpoint.',
    variations: ['no-store-among-other-words', 'more-in-registrations', 'connections-are-closed'],
    mutants: [{ name: 'lets-caches-keep-registrations', replaces: { cachingOf: () => 'public, max-age=300' } }],
  }),
);
