import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { comparing, expectNoRedirect } from './mismatch.ts';

const bare = (uri: string): string => uri.replace(/\/$/, '');

export default check({
  id: 'redirect-uri-mismatch/the-key-was-saved-otherwise',
  title: 'A key that was saved with another redirect URI than the gateway’s callback stops at the brokerage',
  clauses: ['oauth21/redirect-uri-exact-match', 'AR-E1', 'AR-2'],
  blame: 'broker',
  applies: { needs: ['client-ids', 'client-center'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const person = await world.person();
    const right = `${world.origin}/auth/callback`;
    const saved = [`${right}/`, right.replace('127.0.0.1', 'localhost'), right.replace('http:', 'https:')];
    for (const keyRedirectUri of saved) {
      const client = await world.client({ person, keyRedirectUri });
      const page = await expectNoRedirect(world, { client, person });
      expect.equal(page.errorCode, 'redirect_uri_mismatch', 'the error on the page');
    }
  },
  remedy: 'Compare the redirect URI with that of the key character for character, and name the difference on the page.',
  variations: ['pages-in-capitals', 'bodies-in-brotli'],
  mutants: [
    {
      name: 'brokerage-ignores-a-slash-at-the-end',
      replaces: comparing('brokerRedirectUriIsRegistered', (given, right) => bare(given) === bare(right)),
    },
    {
      name: 'brokerage-compares-the-path-alone',
      replaces: comparing(
        'brokerRedirectUriIsRegistered',
        (given, right) => new URL(given).pathname === new URL(right).pathname,
      ),
    },
    {
      name: 'brokerage-compares-the-origin-alone',
      replaces: comparing(
        'brokerRedirectUriIsRegistered',
        (given, right) => new URL(given).origin === new URL(right).origin,
      ),
    },
    {
      name: 'brokerage-takes-any-name-of-this-machine',
      replaces: comparing(
        'brokerRedirectUriIsRegistered',
        (given, right) => given === right.replace('localhost', '127.0.0.1'),
      ),
    },
  ],
});
