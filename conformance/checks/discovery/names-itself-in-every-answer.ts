import { iss } from '../../observers/redirects.ts';
import { whyNoCode } from '../../stage/code.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { ofServer } from './metadata.ts';

export default check({
  id: 'discovery/names-itself-in-every-answer',
  title: 'A server that announces iss sends its issuer with codes and with errors; one that sends it announces it',
  clauses: [
    'rfc9207/iss-on-success',
    'rfc9207/iss-on-error',
    'mcp-2026-07-28/authz/as-advertises-iss',
    'rfc9207/iss-equals-metadata-issuer',
    'rfc9207/iss-metadata-flag',
    'rfc9207/metadata-iss-supported',
    'mcp-2026-07-28/authz/as-sends-iss',
  ],
  blame: 'authorization-server',
  observes: iss,
  spends: 'sign-ins',
  async run(world) {
    const { authorizationServer } = await world.discovery();
    const { issuer, authorization_response_iss_parameter_supported: announced } = authorizationServer?.doc ?? {};
    const person = await world.person();
    const client = await world.client({ person });
    const good = await authorize(world, { client, person });
    const bad = await authorize(world, { client, person, params: { response_type: 'token' } });
    if (!good.code) throw new Blocked(whyNoCode(good), 'sign-in');
    // A server may keep an error about a client that it does not trust on a page of its own.
    for (const { answer } of bad.answer.error || bad.code ? [good, bad] : [good]) {
      const wanted = announced === true ? issuer : undefined;
      const beside = answer.code ? 'the code' : 'the error';
      expect.equal(answer.iss, wanted, `iss beside ${beside} (announced: ${announced === true})`);
    }
  },
  remedy: 'Send iss with every authorization response and set authorization_response_iss_parameter_supported to true.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'json-with-spaces-and-in-another-order',
  ],
  mutants: [
    { name: 'does-not-say-who-answers', replaces: { issuerIsReturned: () => undefined } },
    { name: 'answers-in-another-name', replaces: { issuerIsReturned: () => 'https://login.elsewhere.example' } },
    {
      name: 'sends-iss-without-announcing-it',
      rewrites: rewriteDocument(ofServer, { authorization_response_iss_parameter_supported: false }),
    },
  ],
});
