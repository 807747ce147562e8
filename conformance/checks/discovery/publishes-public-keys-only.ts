import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { rewriteJson } from '../rewrites.ts';

export default check({
  id: 'discovery/publishes-public-keys-only',
  title: 'The key set is a JWK Set of public keys, each with an id',
  clauses: ['rfc8414/jwks-uri-https', 'rfc8414/jwks-use-when-mixed'],
  level: 'MUST',
  blame: 'authorization-server',
  applies: { needs: ['oauth'] },
  async run(world) {
    const url = (await world.discovery()).authorizationServer?.doc.jwks_uri;
    if (url === undefined) return;
    const answer = await world.http.get(url);
    expect.status(answer, 200);
    const { keys } = answer.json();
    expect.that(Array.isArray(keys) && keys.length > 0, {
      expected: 'a list of keys',
      seen: answer.text.slice(0, 200),
      at: answer,
    });
    const spilt = keys.some((key: object) => ['d', 'p', 'q', 'k', 'dp', 'dq', 'qi'].some((member) => member in key));
    expect.that(!spilt, { expected: 'public keys only', seen: 'members of a private key', at: answer });
    const nameless = keys.some((key: { kid?: unknown; kty?: unknown }) => !key.kty || !key.kid);
    expect.that(!nameless, { expected: 'kty and kid in every key', seen: 'a key without', at: answer });
  },
  remedy: 'Export public keys only, and give each a kid.',
  mutants: [
    {
      name: 'publishes-its-private-key',
      rewrites: rewriteJson('/oauth/jwks', ({ keys }) => ({
        body: { keys: [{ ...keys[0], d: 'bm90LXRoZS1yZWFsLW9uZQ' }] },
      })),
    },
  ],
});
