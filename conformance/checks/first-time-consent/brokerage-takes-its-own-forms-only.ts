import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/brokerage-takes-its-own-forms-only',
  title: 'The brokerage takes an answer only from the permission page that it gave to this browser',
  clauses: ['rfc6749/csrf-authorize-endpoint', 'mcp/security/proxy-consent-csrf'],
  blame: 'broker',
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const { landing } = await authorize(world, { client, person, human: { decision: 'leave' } });
    const page = landing.stoppedAt!;
    const after = await person.browser.submit(
      page,
      { name: 'decision', value: 'allow' },
      { csrf: 'forged-by-another-site' },
    );
    expect.that(after.status >= 400, { expected: 'a refusal on a page', seen: `${after.status} ${after.title}` });
  },
  remedy: 'Guard the permission form by a token of the session.',
  mutants: [{ name: 'brokerage-takes-forms-from-any-site', replaces: { brokerCsrfTokenMatches: () => true } }],
});
