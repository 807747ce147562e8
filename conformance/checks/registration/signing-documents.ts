import { withDocuments } from '../../stage/documents.ts';
import { newKey, signedBy } from '../../stage/own-key.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { ask, clientAt, control, letIn, told } from './describing.ts';
import { claimsOf, redeemWith } from './signing-clients.ts';

// Clients whose document holds their keys, or says where they are.

const SIGNS = { token_endpoint_auth_method: 'private_key_jwt' };

export default rows(told, [
  {
    id: 'registration/a-client-by-its-document-signs',
    title: 'A document that registers a key makes a client that has to sign who it is',
    clauses: ['cimd00/cimd-private-key-jwt'],
    applies: { needs: ['client-assertions'] },
    dependsOn: control,
    async judge({ world, put }) {
      const key = newKey(world);
      const client = clientAt(world, put('/signs.json', { ...SIGNS, jwks: { keys: [key.publicJwk] } }));
      const authorized = await ask(world, client.clientId);
      letIn(authorized);
      expect.oauthError(await redeem(world, client, authorized), [400, 401], 'invalid_client', 'invalid_request');
      const assertion = signedBy(world, key, {}, await claimsOf(world, client));
      expect.status(await redeemWith(world, client, authorized, assertion), 200);
    },
    remedy: 'Require a client_assertion of a client whose document says private_key_jwt.',
    variations: ['more-in-token-answers', 'errors-with-more'],
    mutants: ['takes-any-secret'],
  },
  {
    id: 'registration/reads-no-keys-in-its-own-network',
    title: 'A document whose jwks_uri leads to the gateway’s own machine has nobody connect there',
    clauses: ['cimd01/cimd-nested-urls'],
    applies: { needs: ['client-assertions'] },
    dependsOn: [...control, 'registration/takes-a-client-that-signs'],
    judge: ({ world, put }) =>
      withDocuments(world, async (keys) => {
        const jwks_uri = `https://127.0.0.1:${keys.port}/keys.json`;
        const client = clientAt(world, put('/refers.json', { ...SIGNS, jwks_uri }));
        const authorized = await ask(world, client.clientId);
        if (authorized.code) {
          const assertion = signedBy(world, newKey(world), {}, await claimsOf(world, client));
          const answer = await redeemWith(world, client, authorized, assertion);
          expect.oauthError(answer, [400, 401], 'invalid_client', 'invalid_request', 'invalid_grant');
        }
        expect.equal(keys.connections(), 0, 'how often it connected to read keys');
      }),
    remedy: 'Hold jwks_uri to the same rules as the URL of the document.',
    variations: ['errors-with-more', 'pages-in-capitals'],
    mutants: ['reads-documents-in-its-own-network'],
  },
]);
