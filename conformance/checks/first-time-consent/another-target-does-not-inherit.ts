import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/another-target-does-not-inherit',
  title: 'A Client ID that is used towards another platform is confirmed anew',
  clauses: ['mcp/authz/proxy-consent-per-client', 'AR-8', 'mcp/security/proxy-cookie-bound-to-client'],
  applies: { needs: ['client-ids', 'success-page', 'platform-callbacks'] },
  dependsOn: ['first-time-consent/asks-once-only'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    await world.connect({ person, client });
    const elsewhere = { ...client, redirectUri: 'https://claude.ai/api/mcp/auth_callback' };
    const { landing } = await authorize(world, { client: elsewhere, person, human: { atSuccessPage: 'stop' } });
    const seen = landing.redirect?.url.href ?? landing.stoppedAt?.title ?? 'nothing';
    expect.that(landing.stoppedAt?.kind === 'success', { expected: 'a page that names the new target', seen });
    expect.that(landing.stoppedAt.text.includes('claude.ai'), {
      expected: 'claude.ai on it',
      seen: landing.stoppedAt.text.slice(0, 300),
    });
  },
  remedy: 'Keep the redirect target with the confirmation: a Client ID is no secret.',
  mutants: [
    {
      name: 'lets-targets-inherit',
      replaces: {
        confirmationIsForTheSame: (earlier, asked) =>
          earlier.userId === asked.userId && earlier.clientId === asked.clientId,
      },
    },
  ],
});
