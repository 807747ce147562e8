import { errorRedirects } from '../../observers/redirects.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteLocation } from '../../vocabulary/rewrites.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/errors-are-in-plain-characters',
  title: 'Errors that go to the client keep to printable ASCII without quotes and backslashes',
  clauses: ['oauth21/error-charset'],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  observes: errorRedirects,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const { answer } = await authorize(world, { client, person, params: { response_type: '"token"\\' } });
    if (!answer.error) throw new Untestable('needs an error at the redirect URI: none came there');
    for (const name of ['error', 'error_description', 'error_uri']) {
      const plain = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(answer[name] ?? '');
      expect.that(plain, { expected: `${name} in plain characters`, seen: answer[name] ?? '' });
    }
  },
  remedy: 'Put nothing of the request into error_description, or replace what is not allowed there.',
  variations: ['more-in-the-metadata', 'more-in-the-resource-metadata', 'bodies-in-gzip'],
  mutants: [
    {
      name: 'quotes-the-request-in-its-errors',
      rewrites: rewriteLocation((location) => location.replace('error_description=', 'error_description=%22token%22+')),
    },
  ],
});
