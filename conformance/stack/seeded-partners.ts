import type { Random } from '../../mock-broker/random.ts';
import { seededUserId } from '../../mock-broker/users.ts';
import type { PartnersSeed } from '../../reference-server/types.ts';

/**
 * One account with partner access and a key for everything, one with access alone, and one without access whose key may
 * do a part. The fourth user of the brokerage has neither. A vendor's client has a secret.
 */
export function seededPartners(secrets: Random): PartnersSeed {
  const account = (email: string, name: string, access: boolean, keys: [string, string][]) => ({
    userId: seededUserId(email),
    email,
    name,
    access,
    keys: keys.map(([id, operations]) => ({ id, key: `pk_${secrets.token()}`, operations: operations.split(' ') })),
  });
  return {
    accounts: [
      account('trader@example.com', 'Trader', true, [
        ['everything', 'directory.read events.read messages.read positions.read stats.read'],
      ]),
      account('twin@example.com', 'Twin', true, []),
      account('reader@example.com', 'Reader', false, [['a-part', 'directory.read stats.read']]),
    ],
    clients: [
      {
        clientId: 'vendor-workspace',
        clientSecret: secrets.token(),
        name: 'Workspace of a vendor',
        redirectUris: ['http://127.0.0.1/callback', 'https://vendor.example/callback'],
      },
    ],
  };
}
