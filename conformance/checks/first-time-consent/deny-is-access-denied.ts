import { expect } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { assertAsked, isAsked, neverAllowed } from './visits.ts';

export default check({
  id: 'first-time-consent/deny-is-access-denied',
  title: 'Deny sends the client access_denied with its state, and no code',
  clauses: ['oauth21/access-denied', 'oauth21/state-echoed-on-error', 'AR-5'],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person({ newcomer: true });
    const denied = (client: OAuthClient) => authorize(world, { client, person, human: { decision: 'deny' } });
    const first = await denied(await world.client({ person }));
    const { answer, state, landing } = isAsked(first)
      ? first
      : await denied(await neverAllowed(world, person, 'denied'));
    assertAsked(landing.pages);
    expect.equal(answer.code, undefined, 'the code');
    expect.equal(answer.error, 'access_denied', 'the error');
    expect.equal(answer.state, state, 'the state');
  },
  remedy: 'Redirect with error=access_denied and the state of the request, whoever it was that the user said no to.',
  variations: ['redirects-with-302', 'authorization-responses-written-otherwise', 'more-in-authorization-responses'],
  mutants: [
    { name: 'takes-no-for-yes', replaces: { decisionIsAllow: () => true }, needs: ['consent-page'] },
    { name: 'brokerage-takes-no-for-yes', replaces: { brokerPermissionIsGiven: () => true }, needs: ['client-center'] },
    {
      name: 'hides-why-the-brokerage-refused',
      replaces: { upstreamErrorIsHandedOn: () => 'server_error' },
      needs: ['client-center'],
    },
    { name: 'forgets-the-state', replaces: { stateIsReturned: () => undefined } },
  ],
});
