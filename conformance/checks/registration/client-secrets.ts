import { freshCode } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { offeredSecretMethods } from '../../wire/client-secrets.ts';
import { redeem } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { clientBy } from './confidential.ts';

interface Secret {
  /** The secret that is shown, where it is not the right one. */
  shows?: 'a wrong one' | 'none';
  answered(answer: Answer): void;
}

/** A client with a secret, in each way of showing it that the metadata offers, and what it gets for a good code. */
const secrets: Table<Secret> = {
  applies: { needs: ['registration', 'client-secrets'] },
  lane: 'exclusive',
  async run(world, { shows, answered }) {
    const person = await world.person();
    let seen = 0;
    for (const method of offeredSecretMethods(await world.discovery())) {
      const client = await clientBy(world, method);
      if (!client) continue;
      seen++;
      const { authorized } = await freshCode(world, { person, client });
      const wrong = shows === 'none' ? undefined : world.secret('client_secret');
      const overrides = shows ? { client_secret: wrong } : {};
      answered(await redeem(world, client, authorized, overrides));
    }
    if (seen === 0) throw new Untestable('needs a client with a secret: the server registers none');
  },
};

const taken = (answer: Answer): void => expect.status(answer, 200);
const turnedAway = (answer: Answer): void => expect.oauthError(answer, [400, 401], 'invalid_client', 'invalid_request');

/** RFC 6749 §2.3.1. */
export default rows(secrets, [
  {
    id: 'registration/takes-secrets-as-announced',
    title: 'A client with a secret gets its tokens, in each way of showing it that the metadata announces',
    clauses: ['rfc6749/basic-auth-supported', 'rfc8414/announced-is-true'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    answered: taken,
    remedy:
      'Read the secret from the Authorization header where you announce client_secret_basic, and from the body where you announce client_secret_post.',
    variations: ['more-in-token-answers', 'json-with-escapes'],
    mutants: [
      { name: 'reads-secrets-from-the-body-only', replaces: { secretIsRead: (_inTheHeader, inTheBody) => inTheBody } },
    ],
  },
  {
    id: 'registration/refuses-a-wrong-secret',
    title: 'A client that registered with a secret gets nothing for another one',
    clauses: ['oauth21/token-confidential-must-auth', 'oauth21/token-authenticate-if-included'],
    dependsOn: ['registration/takes-secrets-as-announced'],
    shows: 'a wrong one',
    answered: turnedAway,
    remedy: 'Compare the secret with the one that the client was given, and answer 401 invalid_client.',
    mutants: [
      {
        name: 'takes-any-secret',
        replaces: { confidentialClientProvesItself: (matches) => matches !== undefined },
      },
    ],
  },
  {
    id: 'registration/refuses-a-missing-secret',
    title: 'A client that registered with a secret gets nothing without it',
    clauses: ['oauth21/token-confidential-must-auth', 'oauth21/client-type-recorded'],
    dependsOn: ['registration/takes-secrets-as-announced'],
    shows: 'none',
    answered: turnedAway,
    remedy: 'Look up how the client registered, and let no confidential client pass for a public one.',
    mutants: [
      {
        name: 'takes-clients-with-secrets-for-public-ones',
        replaces: { confidentialClientProvesItself: (matches) => matches !== false },
      },
    ],
  },
]);
