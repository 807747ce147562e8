import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/says-where-to-get-a-client-id',
  title: 'Without a Client ID the user gets a page that says so, and how to get one',
  clauses: ['AR-4', 'AR-13', 'oauth21/no-redirect-on-bad-client-id', 'oauth21/static-client-supported'],
  applies: { needs: ['client-ids', 'client-center'] },
  blame: 'gateway',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const { landing } = await authorize(world, { client, person, params: { client_id: undefined } });
    const page = landing.stoppedAt;
    expect.that(page && page.status >= 400, {
      expected: 'an error page',
      seen: landing.redirect?.url.href ?? `${page?.status} ${page?.title}`,
    });
    const plain = /client id/i.test(page.text) && page.text.includes('/auth/callback');
    expect.that(plain, {
      expected: 'the words Client ID and the redirect URI of the key',
      seen: page.text.slice(0, 400),
    });
  },
  remedy: 'Name Client Center, the redirect URI that the key needs, and where the Client ID goes.',
  variations: ['bodies-in-gzip'],
  mutants: [{ name: 'leaves-a-missing-client-id-unexplained', replaces: { clientIdIsGiven: () => true } }],
});
