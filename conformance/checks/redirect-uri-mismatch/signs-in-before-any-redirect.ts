import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/signs-in-before-any-redirect',
  title: 'A client that registered itself gets not even an error before the user has signed in',
  clauses: [
    'oauth21/authenticate-user-first',
    'rfc9700/open-redirect-user-first',
    'mcp/authz/as-auto-redirect-trusted-only',
  ],
  applies: { needs: ['registration'] },
  async run(world) {
    const person = await world.person();
    person.browser.forget();
    const client = await world.client({ person });
    const { answer, landing } = await authorize(world, { client, person, params: { response_type: 'token' } });
    expect.equal(answer.code, undefined, 'the code');
    const signedIn = landing.pages.some((page) => page.kind === 'sign-in');
    expect.that(signedIn || !landing.redirect, {
      expected: 'the sign-in page before the redirect',
      seen: landing.redirect?.url.href ?? '',
    });
  },
  remedy: 'Let the user sign in first: else a registration and a link make an open redirector of you.',
  variations: ['pages-in-capitals', 'more-in-authorization-responses', 'bodies-in-gzip'],
  mutants: [
    { name: 'redirects-before-anybody-signed-in', replaces: { selfRegisteredTargetWaitsForSignIn: () => false } },
  ],
});
