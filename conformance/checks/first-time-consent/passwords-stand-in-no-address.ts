import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/passwords-stand-in-no-address',
  title: 'The sign-in page sends the password in the body of a request, not in its address',
  clauses: ['oauth21/authenticate-owner'],
  weakBecause: 'How a password travels no clause of OAuth says; RFC 9110 §17.9 warns of secrets in addresses.',
  blame: 'authorization-server',
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const unknown = { ...person, browser: person.browser.another() };
    const { landing } = await authorize(world, { client, person: unknown });
    if (!landing.pages.some(({ kind }) => kind === 'sign-in'))
      throw new Untestable('needs a page that asks for a password: there was none on the way');
    const told = landing.remarks?.find(({ about }) => about === 'password-in-an-address');
    expect.that(!told, { expected: 'a form that is posted', seen: told?.says ?? '' });
  },
  remedy: 'Give the form method="post": addresses are kept in histories, logs and Referer headers.',
  mutants: [
    {
      name: 'asks-for-the-password-by-get',
      rewrites: rewriteAnswer(
        { at: 'broker', path: /^\/(sign-in|oauth2\/authorize)$/, method: 'GET', status: 200 },
        ({ body }) => ({
          body: typeof body === 'string' ? body.replace('method="post" action="/sign-in"', 'action="/sign-in"') : body,
        }),
      ),
    },
  ],
});
