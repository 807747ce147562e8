import { observation, type Sight, unless } from '../vocabulary/observation.ts';
import { parsed } from './sights.ts';

// What the answer to a registration says: RFC 7591 §3.2.1, RFC 7592 §3.

const clientIn = ({ answer }: Sight<'registration'>): Record<string, unknown> => Object(parsed(answer.body));

/** A secret comes with the time at which it expires, 0 for never. */
export const secretsSayWhenTheyExpire = observation({
  kind: 'registration',
  absent: 'no client was given a secret',
  judge(sight) {
    const { client_secret: secret, client_secret_expires_at: expires } = clientIn(sight);
    if (secret === undefined) return undefined;
    return unless(
      Number.isInteger(expires) && Number(expires) >= 0,
      'client_secret_expires_at as a number beside client_secret',
      JSON.stringify(expires),
    );
  },
});

/** Who may manage a registration is told where, and by which token. */
export const managementIsWhole = observation({
  kind: 'registration',
  absent: 'no registration can be managed',
  judge(sight) {
    const { registration_client_uri: uri, registration_access_token: token } = clientIn(sight);
    if (uri === undefined && token === undefined) return undefined;
    const isWhole = typeof uri === 'string' && URL.canParse(uri) && typeof token === 'string' && token !== '';
    const expected = 'registration_client_uri and registration_access_token, or neither';
    return unless(isWhole, expected, uri === undefined ? 'the token alone' : 'the address, and no token beside it');
  },
});

/** What begins so is the address of a document that a client wrote about itself. */
export const idsAreNoAddresses = observation({
  kind: 'registration',
  judge(sight) {
    const id = String(clientIn(sight).client_id);
    return unless(!/^https:\/\//i.test(id), 'a client_id that does not begin with https://', id);
  },
});
