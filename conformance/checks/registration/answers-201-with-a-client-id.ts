import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteFields, rewriteJson } from '../../vocabulary/rewrites.ts';
import { registerAsUsual } from '../../wire/oauth.ts';
import { check } from './area.ts';

const registered = { path: '/oauth/register', status: 201 };
const refusal = (status: number, error: string) => ({ status, body: { error } });

export default check({
  id: 'registration/answers-201-with-a-client-id',
  title: 'Anybody may register, and gets 201, JSON and a client_id',
  clauses: [
    'rfc7591/dcr-201',
    'rfc7591/dcr-post-json',
    'rfc7591/dcr-client-id',
    'rfc7591/dcr-open-registration',
    'rfc7591/dcr-redirect-uris-supported',
    'rfc8414/registration-endpoint-works',
    'CT-1',
  ],
  applies: { needs: ['registration'] },
  lane: 'exclusive',
  async run(world) {
    const answer = await registerAsUsual(world);
    // RFC 7591 §3 leaves it open whether anybody may register; the profile does not (CT-1).
    if (!world.profile && (answer.status === 401 || answer.status === 403)) {
      throw new Untestable('needs a registration endpoint that is open to all: this one asks for a token');
    }
    expect.status(answer, 201);
    const type = answer.headers['content-type'] ?? 'none';
    expect.that(/^application\/json\b/i.test(type), { expected: 'application/json', seen: type, at: answer });
    const id: unknown = answer.json().client_id;
    expect.that(typeof id === 'string' && id.length > 0, { expected: 'a client_id', seen: String(id), at: answer });
  },
  remedy: 'Answer a registration with 201 and the client’s metadata as JSON.',
  variations: ['slow-answers', 'more-in-registrations', 'media-types-in-another-case'],
  mutants: [
    { name: 'gives-no-client-id', rewrites: rewriteFields(registered, { client_id: undefined }) },
    { name: 'registers-for-a-token-alone', rewrites: rewriteAnswer(registered, refusal(401, 'invalid_token')) },
    { name: 'reads-no-json-at-registration', rewrites: rewriteAnswer(registered, refusal(415, 'invalid_request')) },
    {
      name: 'registers-no-redirect-uris',
      rewrites: rewriteAnswer(registered, refusal(400, 'invalid_client_metadata')),
    },
    {
      name: 'answers-a-registration-with-200',
      rewrites: rewriteJson('/oauth/register', (_body, { status }) => (status === 201 ? { status: 200 } : undefined)),
    },
  ],
});
