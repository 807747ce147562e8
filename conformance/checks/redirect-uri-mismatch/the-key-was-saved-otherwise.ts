import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { expectNoRedirect } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/the-key-was-saved-otherwise',
  title: 'A key that was saved with another redirect URI than the gateway’s callback stops at the brokerage',
  clauses: ['oauth21/redirect-uri-exact-match', 'AR-E1', 'AR-2'],
  blame: 'broker',
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const person = await world.person();
    const right = `${world.origin}/auth/callback`;
    for (const keyRedirectUri of [
      `${right}/`,
      right.replace('127.0.0.1', 'localhost'),
      right.replace('http:', 'https:'),
    ]) {
      const client = await world.client({ person, keyRedirectUri });
      const page = await expectNoRedirect(world, { client, person });
      expect.equal(page.errorCode, 'redirect_uri_mismatch', 'the error on the page');
    }
  },
  remedy: 'Compare the redirect URI with that of the key character for character, and name the difference on the page.',
  mutants: [
    {
      name: 'brokerage-ignores-a-slash-at-the-end',
      replaces: {
        brokerRedirectUriIsRegistered: (given, registered) =>
          registered.some((right) => given.replace(/\/$/, '') === right.replace(/\/$/, '')),
      },
    },
    {
      name: 'brokerage-compares-the-path-alone',
      replaces: {
        brokerRedirectUriIsRegistered: (given, registered) =>
          registered.some((right) => new URL(given).pathname === new URL(right).pathname),
      },
    },
    {
      name: 'brokerage-compares-the-origin-alone',
      replaces: {
        brokerRedirectUriIsRegistered: (given, registered) =>
          registered.some((right) => new URL(given).origin === new URL(right).origin),
      },
    },
    {
      name: 'brokerage-takes-any-name-of-this-machine',
      replaces: {
        brokerRedirectUriIsRegistered: (given, registered) =>
          registered.some((right) => given === right.replace('localhost', '127.0.0.1')),
      },
    },
  ],
});
