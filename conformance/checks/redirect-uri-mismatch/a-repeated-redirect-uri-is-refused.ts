import { isDeadEnd } from '../../stage/error-response.ts';
import { expect } from '../../vocabulary/expect.ts';
import { authorizationUrl } from '../first-time-consent/authorization-url.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/a-repeated-redirect-uri-is-refused',
  title: 'A request with two redirect URIs is refused, and not at the wrong one',
  clauses: ['oauth21/duplicate-params-rejected', 'oauth21/no-redirect-on-bad-redirect-uri'],
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const url = new URL(await authorizationUrl(world, client));
    url.searchParams.append('redirect_uri', 'https://attacker.example/callback');
    const { redirect, stoppedAt } = await person.browser.visit(url.href, client.redirectUri, person);
    const { searchParams } = redirect?.url ?? url;
    // The browser is held in front of the registered one only: an error may go there.
    if (redirect && searchParams.get('error') === 'invalid_request' && !searchParams.has('code')) return;
    expect.that(!redirect, { expected: 'an error page', seen: `a redirect to ${redirect?.url.href}` });
    expect.that(stoppedAt && isDeadEnd(stoppedAt), {
      expected: 'an error page',
      seen: `${stoppedAt?.status} ${stoppedAt?.title}`,
    });
  },
  remedy: 'Refuse a request in which a parameter occurs twice: two readers would read two different ones.',
  mutants: [{ name: 'takes-the-first-of-two', replaces: { parametersAreNotRepeated: () => true } }],
});
