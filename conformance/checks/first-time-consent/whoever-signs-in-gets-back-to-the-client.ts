import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/whoever-signs-in-gets-back-to-the-client',
  title: 'Who signs in on the way comes back to the client, and not only who was signed in before',
  clauses: ['oauth21/code-in-query', 'oauth21/authenticate-owner'],
  blame: 'authorization-server',
  wantsAnAnswer: true,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const unknown = { ...person, browser: person.browser.another() };
    const { landing } = await authorize(world, { client, person: unknown });
    const { redirect, stoppedAt, why = 'nothing' } = landing;
    if (redirect) return;
    // Who was signed in by the first try shows whether the password or the way back is what is wrong.
    const again = await authorize(world, { client, person: unknown });
    const before = landing.pages.find(({ kind }) => kind === 'sign-in');
    const saysNothing = stoppedAt && stoppedAt.status < 400 && stoppedAt.text === before?.text;
    const isRefused = stoppedAt?.kind === 'sign-in' && !saysNothing && !again.landing.redirect;
    if (isRefused) throw new Untestable(`needs a user who can sign in: ${why}`, 'user');
    const seen = again.landing.redirect ? `${why}; who was signed in before does come back` : why;
    expect.that(false, { expected: 'the client, with a code or an error', seen });
  },
  remedy: 'Keep the authorization request through the sign-in, and go on with it when the user is known.',
  variations: [
    'slow-answers',
    'redirects-with-302',
    'authorization-responses-written-otherwise',
    'more-in-authorization-responses',
  ],
  mutants: [
    {
      name: 'loses-the-request-at-sign-in',
      rewrites: rewriteAnswer(
        { at: 'broker', path: '/sign-in', method: 'POST', status: 303 },
        { headers: { location: '/client-center' } },
      ),
    },
    {
      name: 'ends-on-a-page-of-its-own',
      rewrites: rewriteAnswer(
        { path: ['/oauth/consent', '/auth/success'], method: 'POST', status: [302, 303] },
        {
          status: 200,
          headers: { location: undefined, 'content-type': 'text/html' },
          body: '<!doctype html><title>Welcome</title><h1>You are connected</h1>',
        },
      ),
    },
  ],
});
