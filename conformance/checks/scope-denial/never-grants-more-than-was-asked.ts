import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/never-grants-more-than-was-asked',
  title: 'A permission form that was tampered with grants no more than the client asked for',
  clauses: ['CT-5', 'oauth21/consent-bound-to-request', 'rfc6749/scope-widening-refused'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world) {
    const { read, trade } = world.scopes;
    const connection = await world.connect({ scope: 'read', human: { scope: trade! } });
    expect.equal(connection.scope, read, 'the scope in the token answer', connection.tokenAnswer);
  },
  remedy: 'Keep the scopes of the request on the server and grant only those of the form that are among them.',
  mutants: [{ name: 'grants-whatever-the-form-says', replaces: { consentOnlyNarrows: (chosen) => [...chosen] } }],
});
