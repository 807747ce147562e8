import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Outgoing } from '../../vocabulary/http.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { endpoint } from '../../wire/discover.ts';
import { rows } from './area.ts';
import { refused } from './registering.ts';

/** Requests to the registration endpoint that can register nobody. */
const unusualRegistrations: Table<{ sent: readonly Partial<Outgoing>[]; answered: (answer: Answer) => void }> = {
  applies: { needs: ['registration'] },
  timesOf: ({ sent }) => sent.length,
  async run(world, { sent, answered }) {
    const url = endpoint(await world.discovery(), 'registration_endpoint');
    for (const outgoing of sent) answered(await world.http.send({ url, ...outgoing }));
  },
};

const asJson = (body: string) => ({ body, headers: { 'content-type': 'application/json' } });

const isAnError = (answer: Answer): void => {
  const finding = { expected: '405, or another 4xx', seen: `${answer.status}`, at: answer };
  expect.that(answer.status >= 400 && answer.status < 500, finding);
};

const namesTheRightMethod = (answer: Answer): void => {
  // It is said of a 405 alone (RFC 9110 §15.5.6).
  if (answer.status !== 405) throw new NotOffered(`GET is answered with ${answer.status}, and Allow goes with a 405`);
  expect.that(answer.headers.allow, { expected: 'Allow', seen: 'none', at: answer });
};

export default rows(unusualRegistrations, [
  {
    id: 'registration/refuses-a-body-that-is-no-object',
    title: 'A registration that is no JSON object is refused with 400 and an error in JSON',
    clauses: ['rfc7591/dcr-body-not-object', 'rfc7591/dcr-error-400-json', 'rfc7591/dcr-invalid-client-metadata'],
    dependsOn: ['registration/answers-201-with-a-client-id'],
    sent: ['{"redirect_uris":', '[]', '"client"'].map(asJson),
    answered: refused('invalid_client_metadata', 'invalid_request', 'invalid_redirect_uri'),
    remedy: 'Answer 400 with error invalid_client_metadata where the body cannot be read as a JSON object.',
    mutants: [
      {
        name: 'falls-over-a-registration-that-is-no-object',
        rewrites: rewriteJson('/oauth/register', (_body, { status }) =>
          status === 400 ? { status: 500, body: { error: 'server_error' } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'registration/takes-no-other-method',
    title: 'GET at the registration endpoint is an error',
    clauses: ['rfc7591/dcr-get-refused'],
    weakBecause: 'RFC 7591 has registrations sent by POST, and does not say what becomes of other requests.',
    sent: [{ method: 'GET' }],
    answered: isAnError,
    remedy: 'Answer methods other than POST with 405 and Allow: POST.',
    mutants: [
      {
        name: 'lists-its-clients-to-anybody',
        rewrites: rewriteJson('/oauth/register', (_body, { method }) =>
          method === 'GET' ? { status: 200, body: { clients: [] } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'registration/names-the-right-method',
    title: 'A 405 of the registration endpoint says which methods are right',
    clauses: ['rfc9110/405-has-allow'],
    sent: [{ method: 'GET' }],
    answered: namesTheRightMethod,
    remedy: 'Send Allow: POST with every 405.',
    mutants: [
      {
        name: 'says-405-and-not-what-is-allowed',
        rewrites: rewriteJson('/oauth/register', (_body, { headers: { allow: _, ...headers } }) => ({ headers })),
      },
    ],
  },
]);
