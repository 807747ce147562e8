import { isDeadEnd } from '../../stage/error-response.ts';
import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-an-unknown-client',
  title: 'An unknown client is told so on a page, and the browser is sent nowhere',
  clauses: [
    'oauth21/no-redirect-on-bad-client-id',
    'oauth21/inform-owner-on-bad-redirect',
    'oauth21/error-page-no-auto-redirect',
    'AR-E2',
  ],
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  needsNobody: true,
  spends: 'sign-ins',
  async run(world) {
    const person = await world.person();
    const client = { clientId: '5e0f9d2c-0000-4000-8000-nobody-knows', redirectUri: world.redirectUri, name: 'nobody' };
    const { landing } = await authorize(world, { client, person });
    const where = landing.redirect?.url.href;
    expect.that(!where, { expected: 'a page that says what is wrong', seen: `a redirect to ${where}` });
    const page = landing.stoppedAt;
    expect.that(page && isDeadEnd(page) && !/http-equiv=["']?refresh/i.test(page.html), {
      expected: 'an error page that stays',
      seen: `${page?.status} ${page?.title}`,
    });
    // What the page is to say beyond that is said by the guides of the profiles alone (AR-E2).
    expect.that(page.text, { expected: 'a page that says what is wrong', seen: 'an empty one' });
    if (!world.profile) return;
    expect.that(`${page.errorCode} ${page.text}`.includes('invalid_client'), {
      expected: 'invalid_client on the page',
      seen: page.text.slice(0, 200),
    });
  },
  remedy:
    'Show a page with the status 400 and the word invalid_client. Nobody vouches for the redirect URI of an unknown client.',
  variations: ['pages-in-capitals'],
  mutants: [
    {
      name: 'serves-clients-that-never-registered',
      replaces: { clientIsRegistered: () => true },
      needs: ['registration'],
    },
    {
      name: 'knows-every-client-id',
      replaces: { brokerClientIsUsable: (state) => state === 'active' || state === 'unknown' },
      needs: ['client-center'],
    },
  ],
});
