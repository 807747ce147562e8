import { idsAreNoAddresses, managementIsWhole, secretsSayWhenTheyExpire } from '../../observers/registrations.ts';
import { observer } from '../../vocabulary/check.ts';
import { check } from './area.ts';
import { saysOfClients } from './registering.ts';

// What stands in every answer to a registration, whoever caused it.

export default [
  check(
    observer({
      id: 'registration/secrets-say-when-they-expire',
      title: 'A client that is given a secret is told when it expires, or that it never does',
      clauses: ['rfc7591/dcr-secret-expires-at'],
      applies: { needs: ['registration'] },
      blame: 'authorization-server',
      observes: secretsSayWhenTheyExpire,
      ridesOn: ['registration/answers-201-with-a-client-id'],
      remedy: 'Send client_secret_expires_at with each client_secret: seconds since 1970, or 0 for never.',
      noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
      mutants: [{ name: 'gives-secrets-without-an-end', rewrites: saysOfClients({ client_secret: 'without-an-end' }) }],
    }),
  ),
  check(
    observer({
      id: 'registration/management-is-offered-whole',
      title: 'Where a registration can be managed, its answer has the address and the token for it',
      clauses: ['rfc7592/management-uri'],
      applies: { needs: ['registration'] },
      blame: 'authorization-server',
      observes: managementIsWhole,
      ridesOn: ['registration/answers-201-with-a-client-id'],
      remedy: 'Send registration_client_uri and registration_access_token together, or neither of them.',
      noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
      mutants: [
        {
          name: 'tells-where-to-manage-and-not-how',
          rewrites: saysOfClients({ registration_client_uri: 'https://gateway.example/oauth/register/1' }),
        },
      ],
    }),
  ),
  check(
    observer({
      id: 'registration/ids-are-no-addresses',
      title: 'The id that a client is given does not look like the address of its metadata',
      clauses: ['cimd01/cimd-generated-ids-distinct'],
      applies: { needs: ['registration'] },
      blame: 'authorization-server',
      observes: idsAreNoAddresses,
      ridesOn: ['registration/answers-201-with-a-client-id'],
      remedy: 'Begin generated client ids with anything but https://, which is how clients name their own documents.',
      variations: ['more-in-registrations', 'json-with-escapes', 'connections-are-closed'],
      mutants: [
        {
          name: 'gives-addresses-as-client-ids',
          rewrites: saysOfClients({ client_id: 'https://gateway.example/clients/1' }),
        },
      ],
    }),
  ),
];
