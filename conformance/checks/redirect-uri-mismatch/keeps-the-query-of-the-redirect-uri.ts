import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/keeps-the-query-of-the-redirect-uri',
  title: 'The query of a registered redirect URI stays, and the answer is added to it',
  clauses: ['oauth21/redirect-uri-query-retained'],
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  lane: 'exclusive',
  async run(world) {
    const person = await world.person();
    const client = await world.client({
      person,
      fresh: true,
      redirectUri: 'https://client.example/oauth/callback?tenant=seven',
    });
    const { answer, landing } = await authorize(world, { client, person });
    const seen = landing.redirect?.url.href ?? landing.stoppedAt?.title ?? 'nothing';
    expect.that(answer.tenant === 'seven' && answer.code, { expected: 'tenant=seven and a code', seen });
  },
  remedy: 'Append to the redirect URI with & where it has a query already.',
  mutants: [
    {
      name: 'drops-the-query-of-the-redirect-uri',
      rewrites: {
        at: 'gateway',
        response: (response) => {
          const location = response.headers.location?.replace('tenant=seven&', '');
          return location ? { ...response, headers: { ...response.headers, location } } : response;
        },
      },
    },
  ],
});
