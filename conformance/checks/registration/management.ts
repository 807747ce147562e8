import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteFields } from '../../vocabulary/rewrites.ts';
import { connection, redeem, refresh } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { change, manage, managedClient, management, refusedOrWithout } from './managing.ts';

const place = /^\/oauth\/register\/./;
const CHOSEN = 'chosen-by-the-client-itself';
const calm = ['json-with-escapes', 'connections-are-closed'];

/** Registrations that clients read, change and end (RFC 7592). */
export default rows(management, [
  {
    id: 'registration/a-client-reads-its-registration',
    title: 'With its token a client reads what is registered of it, kept by no cache',
    clauses: ['rfc7592/management-read'],
    async judge(world, managed) {
      const answer = await manage(world, managed);
      expect.status(answer, 200);
      const { client_id, client_name, redirect_uris } = managed.metadata;
      const { client_id: id, client_name: name, redirect_uris: uris } = answer.json();
      expect.equal([id, name, uris], [client_id, client_name, redirect_uris], 'what is registered', answer);
    },
    remedy: 'Answer GET at registration_client_uri with 200 and what is registered.',
    variations: calm,
    mutants: [
      {
        name: 'forgets-what-was-registered',
        rewrites: rewriteFields({ path: place, method: 'GET', status: 200 }, { redirect_uris: [] }),
      },
    ],
  },
  {
    id: 'registration/refuses-a-wrong-registration-token',
    title: 'Without its token, or with one that was made up, a registration is neither read nor changed nor ended',
    clauses: ['rfc7592/management-bad-token'],
    dependsOn: ['registration/a-client-reads-its-registration'],
    async judge(world, managed) {
      for (const token of ['', world.secret('registration_access_token')]) {
        const wrong = { ...managed, token };
        expect.status(await manage(world, wrong), 401);
        expect.status(await change(world, wrong, { client_name: 'somebody else' }), 401);
        expect.status(await manage(world, wrong, { method: 'DELETE' }), 401);
      }
      expect.status(await manage(world, managed), 200);
    },
    remedy: 'Answer 401 with WWW-Authenticate: Bearer error="invalid_token" to any other token than the one you gave.',
    variations: calm,
    mutants: [{ name: 'takes-any-registration-token', replaces: { registrationTokenMatches: () => true } }],
  },
  {
    id: 'registration/refuses-the-registration-token-of-another',
    title: 'The token of one client opens the registration of no other',
    clauses: ['rfc7592/management-cross-client'],
    dependsOn: ['registration/a-client-reads-its-registration'],
    times: 2,
    async judge(world, managed) {
      const { token } = await managedClient(world);
      expect.status(await manage(world, { ...managed, token }), 401, 403);
      expect.status(await manage(world, { ...managed, token }, { method: 'DELETE' }), 401, 403);
    },
    remedy: 'Look for the token at the client that the address names.',
    variations: calm,
    mutants: ['takes-any-registration-token'],
  },
  {
    id: 'registration/a-change-replaces-all',
    title: 'A change replaces the registration: what it leaves out is gone',
    clauses: ['rfc7592/management-update-replace'],
    dependsOn: ['registration/a-client-reads-its-registration'],
    registers: { client_uri: 'https://client.example/' },
    async judge(world, managed) {
      const answer = await change(world, managed, { client_name: 'openbell renamed', client_uri: undefined });
      expect.status(answer, 200);
      const { client_name: name, client_uri: uri } = (await manage(world, managed)).json();
      expect.equal([name, uri ?? undefined], ['openbell renamed', undefined], 'client_name and client_uri after it');
    },
    remedy: 'Put what PUT brings in the place of what was registered, and keep nothing that it leaves out.',
    variations: calm,
    mutants: [
      {
        name: 'keeps-what-a-change-leaves-out',
        rewrites: rewriteFields({ path: place, method: 'GET', status: 200 }, { client_uri: 'https://client.example/' }),
      },
    ],
  },
  {
    id: 'registration/a-change-names-its-client',
    title: 'A change that names another client_id, or none, is refused',
    clauses: ['rfc7592/management-update-client-id'],
    dependsOn: ['registration/a-change-replaces-all'],
    async judge(world, managed) {
      for (const client_id of ['another', undefined]) {
        const answer = await change(world, managed, { client_id });
        const finding = { expected: `a refusal of client_id ${client_id}`, seen: `${answer.status}`, at: answer };
        expect.that(answer.status >= 400 && answer.status < 500, finding);
      }
    },
    remedy: 'Refuse a change whose client_id is not the one of the registration.',
    variations: calm,
    mutants: [
      {
        name: 'changes-clients-under-other-names',
        rewrites: rewriteAnswer({ path: place, method: 'PUT', status: 400 }, { status: 200 }),
      },
    ],
  },
  {
    id: 'registration/clients-do-not-choose-their-secrets',
    title: 'No client gives itself another secret',
    clauses: ['rfc7592/management-update-secret'],
    applies: { needs: ['client-secrets'] },
    dependsOn: ['registration/a-change-replaces-all'],
    registers: { token_endpoint_auth_method: 'client_secret_post' },
    async judge(world, managed) {
      const answer = await change(world, managed, { client_secret: CHOSEN });
      refusedOrWithout(answer, 'client_secret', CHOSEN);
    },
    remedy: 'Refuse a client_secret that is not the one that you gave.',
    variations: calm,
    mutants: [
      {
        name: 'lets-clients-choose-their-secrets',
        rewrites: rewriteAnswer(
          { path: place, method: 'PUT', status: 400 },
          { status: 200, body: { client_secret: CHOSEN, registration_access_token: CHOSEN } },
        ),
      },
    ],
  },
  {
    id: 'registration/clients-do-not-choose-their-registration-tokens',
    title: 'What the server alone says of a registration is changed by no client',
    clauses: ['rfc7592/management-update-forbidden-fields'],
    dependsOn: ['registration/a-change-replaces-all'],
    async judge(world, managed) {
      const answer = await change(world, managed, { registration_access_token: CHOSEN });
      refusedOrWithout(answer, 'registration_access_token', CHOSEN);
      expect.status(await manage(world, { ...managed, token: CHOSEN }), 401);
    },
    remedy: 'Refuse a change that holds registration_access_token or any other member that is yours to tell.',
    variations: calm,
    mutants: ['lets-clients-choose-their-secrets', 'takes-any-registration-token'],
  },
  {
    id: 'registration/a-change-is-looked-at-as-a-registration-is',
    title: 'A redirect URI that is not registered is no better in a change',
    clauses: ['rfc7592/management-update-redirect-checked'],
    weakBecause:
      'RFC 7592 has a change looked at as a registration is, and says nothing of redirect URIs by themselves.',
    dependsOn: ['registration/a-change-replaces-all'],
    async judge(world, managed) {
      const uris = ['https://client.example/callback#token'];
      refusedOrWithout(await change(world, managed, { redirect_uris: uris }), 'redirect_uris', uris);
    },
    remedy: 'Validate a change by the code that validates registrations.',
    variations: calm,
    mutants: ['registers-fragments'],
  },
  {
    id: 'registration/a-client-ends-its-registration',
    title: 'A registration that its client ends is gone: 204, and then 401 to the token',
    clauses: ['rfc7592/management-delete-204', 'rfc7592/management-unknown-client'],
    dependsOn: ['registration/a-client-reads-its-registration'],
    async judge(world, managed) {
      expect.status(await manage(world, managed, { method: 'DELETE' }), 204);
      expect.status(await manage(world, managed), 401);
    },
    remedy: 'Answer DELETE with 204, and take the token no more.',
    variations: calm,
    mutants: [
      {
        name: 'ends-registrations-with-200',
        rewrites: rewriteAnswer({ path: place, method: 'DELETE', status: 204 }, { status: 200 }),
      },
      {
        name: 'says-404-of-clients-that-are-gone',
        rewrites: rewriteAnswer({ path: place, method: 'GET', status: 401 }, { status: 404 }),
      },
    ],
  },
  {
    id: 'registration/management-knows-its-methods',
    title: 'A method that means nothing for a registration is refused with a status that says so',
    clauses: ['rfc7592/management-unsupported-method'],
    weakBecause: 'RFC 7592 leaves it to HTTP which status that is.',
    dependsOn: ['registration/a-client-reads-its-registration'],
    async judge(world, managed) {
      for (const method of ['POST', 'PATCH'])
        expect.status(await manage(world, managed, { method, json: managed.metadata }), 405, 501);
    },
    remedy: 'Answer 405 to every method but GET, PUT and DELETE.',
    variations: calm,
    mutants: [
      {
        name: 'knows-no-methods-of-registrations',
        rewrites: rewriteAnswer({ path: place, status: [405, 501] }, { status: 200, body: {} }),
      },
    ],
  },
  {
    id: 'registration/with-a-client-end-its-tokens',
    title: 'With a registration end the tokens and grants of the client',
    clauses: ['rfc7592/management-delete-effect'],
    applies: { needs: ['refresh'] },
    dependsOn: ['registration/a-client-ends-its-registration', 'tokens/accepts-its-own-tokens'],
    async judge(world, managed) {
      const { client, person, authorized } = await freshCode(world, { client: managed.client });
      const its = connection(client, person, authorized, await redeem(world, client, authorized));
      expect.status(await manage(world, managed, { method: 'DELETE' }), 204);
      const later = await refresh(world, its);
      expect.that(later.status >= 400, { expected: 'no new token', seen: `${later.status}`, at: later });
      expect.bearerRefusal(await world.mcp(its.accessToken).request('tools/list'), 401);
    },
    remedy: 'End the grants of a client with its registration.',
    variations: ['more-in-token-answers', 'a-challenge-in-another-form'],
    mutants: [
      { name: 'keeps-the-grants-of-clients-that-are-gone', replaces: { deletedClientLosesItsGrants: () => false } },
    ],
  },
]);
