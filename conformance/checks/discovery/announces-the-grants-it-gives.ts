import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { check } from './area.ts';
import { ofServer } from './metadata.ts';

export default check({
  id: 'discovery/announces-the-grants-it-gives',
  title: 'A server that issues refresh tokens lists that grant: a client that reads the list never uses them else',
  clauses: ['rfc8414/announced-is-true', 'rfc8414/grant-types-default'],
  weakBecause: 'RFC 8414 §2 says what the list is, and of a grant that is missing in it nothing more.',
  applies: { needs: ['refresh'] },
  per: 'url',
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { doc, answer } = serverMetadata(await world.discovery());
    const { refreshToken } = await world.borrow();
    if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
    const grants: unknown = doc.grant_types_supported ?? ['authorization_code'];
    expect.includes(
      grants,
      'refresh_token',
      'grant_types_supported, beside a token answer with a refresh token,',
      answer,
    );
  },
  remedy: 'Add refresh_token to grant_types_supported, or issue none.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'headers-of-a-proxy',
  ],
  mutants: [
    {
      name: 'keeps-refreshing-to-itself',
      rewrites: rewriteDocument(ofServer, { grant_types_supported: ['authorization_code'] }),
    },
  ],
});
