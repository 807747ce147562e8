import { expect, Violation } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/publishes-public-keys-only',
  title: 'The key set is a JWK Set of public keys, each with its kind and, where signing and encryption mix, its use',
  clauses: ['rfc8414/jwks-uri-https', 'rfc8414/jwks-use-when-mixed'],
  blame: 'authorization-server',
  async run(world) {
    const found = (await world.discovery()).authorizationServer;
    const url: unknown = found?.doc.jwks_uri;
    if (url === undefined) return;
    if (typeof url !== 'string' || !URL.canParse(url))
      throw new Violation('jwks_uri to be a URL', JSON.stringify(url), found?.answer);
    const answer = await world.http.get(url);
    expect.status(answer, 200);
    const { keys } = answer.json();
    expect.that(Array.isArray(keys) && keys.every((key) => typeof key?.kty === 'string'), {
      expected: 'a list of keys, each with kty',
      seen: answer.text.slice(0, 200),
      at: answer,
    });
    const spilt = keys.some((key: object) =>
      ['d', 'p', 'q', 'k', 'dp', 'dq', 'qi', 'oth', 'priv'].some((member) => member in key),
    );
    expect.that(!spilt, { expected: 'public keys only', seen: 'members of a private key', at: answer });
    const uses: unknown[] = keys.map((key: { use?: unknown }) => key.use);
    const mixed = uses.includes('enc') && uses.some((use) => use === undefined);
    expect.that(!mixed, { expected: 'use in every key, for one of them encrypts', seen: 'a key without', at: answer });
  },
  remedy: 'Export public keys only, and say what each is for where they differ.',
  variations: [
    'keys-of-other-kinds',
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'bodies-in-gzip',
  ],
  mutants: [
    {
      name: 'publishes-its-private-key',
      rewrites: rewriteJson('/oauth/jwks', ({ keys }) => ({
        body: { keys: [{ ...keys[0], d: 'bm90LXRoZS1yZWFsLW9uZQ' }] },
      })),
    },
  ],
});
