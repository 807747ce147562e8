import { goOn, holdAtCallback } from '../../stage/callback.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/callback-comes-from-the-brokerage',
  title: 'An answer that names another issuer than the brokerage is refused',
  clauses: ['rfc9207/client-rejects-wrong-iss', 'AR-5'],
  applies: { needs: ['sign-in-at-the-brokerage'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const held = await holdAtCallback(world, person);
    held.url.searchParams.set('iss', 'https://another-brokerage.example');
    const { stoppedAt, redirect } = await goOn(person, held);
    expect.that(stoppedAt?.kind === 'error' && !redirect, {
      expected: 'an error page',
      seen: stoppedAt?.title ?? `a redirect to ${redirect?.url.href}`,
    });
  },
  remedy: 'Compare `iss` of the brokerage’s answer with the issuer that was asked, before the code is sent anywhere.',
  variations: [
    'the-brokerage-redirects-otherwise',
    'pages-in-capitals',
    'forms-with-more-fields',
    'media-types-in-another-case',
  ],
  mutants: [{ name: 'takes-an-answer-from-anybody', replaces: { upstreamIssuerIsTheBrokerage: () => true } }],
});
