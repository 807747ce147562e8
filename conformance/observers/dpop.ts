import { challengesIn } from '../vocabulary/challenge.ts';
import { type Observed, observation, type Sight, unless } from '../vocabulary/observation.ts';

// Proof of possession, where a server offers it: RFC 9449.

const ABSENT = 'no answer has a challenge for DPoP';
const challengeIn = ({ answer: { headers } }: Sight<'answer'>) =>
  challengesIn(headers['www-authenticate'] ?? '').find(({ scheme }) => scheme.toLowerCase() === 'dpop');

export const dpopNamesAlgorithms = observation({
  kind: 'answer',
  absent: ABSENT,
  judge(sight): Observed {
    const challenge = challengeIn(sight);
    if (!challenge) return undefined;
    return unless(
      challenge.params.algs?.trim(),
      'algs beside the scheme DPoP',
      sight.answer.headers['www-authenticate'],
    );
  },
});

/** Who showed nothing has made no mistake. */
export const dpopNamesNoErrorUnasked = observation({
  kind: 'answer',
  absent: ABSENT,
  judge(sight): Observed {
    const challenge = challengeIn(sight);
    if (!challenge || sight.request.headers.authorization !== undefined) return undefined;
    return unless(!challenge.params.error, 'DPoP without an error', `error="${challenge.params.error}"`);
  },
});

const NONCE = 'dpop-nonce';
const WITHOUT = 'no answer has DPoP-Nonce';

/** A nonce that was kept is an old one. What answers a POST is kept only where it says so. */
export const noncesAreNotStored = observation({
  kind: 'answer',
  absent: WITHOUT,
  judge({ request, answer: { headers } }): Observed {
    if (headers[NONCE] === undefined) return undefined;
    const { 'cache-control': caching = '', expires } = headers;
    const invites = /\bpublic\b|max-age=["']?[1-9]/i.test(caching) || expires !== undefined;
    const isKept = !/\bno-(store|cache)\b/i.test(caching) && (request.method === 'GET' || invites);
    return unless(!isKept, `no-store beside DPoP-Nonce`, caching || 'no Cache-Control');
  },
});

/** Scripts read only those headers of another origin that they are shown. */
export const noncesAreExposed = observation({
  kind: 'answer',
  absent: WITHOUT,
  judge({ answer: { headers } }): Observed {
    if (headers[NONCE] === undefined || headers['access-control-allow-origin'] === undefined) return undefined;
    const shown = headers['access-control-expose-headers'] ?? '';
    const names = shown.toLowerCase().split(/\s*,\s*/);
    return unless(names.includes(NONCE) || names.includes('*'), 'DPoP-Nonce in Access-Control-Expose-Headers', shown);
  },
});
