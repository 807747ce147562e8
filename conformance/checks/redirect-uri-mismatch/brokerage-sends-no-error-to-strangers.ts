import { brokerageKey } from '../../stage/brokerage.ts';
import { check } from './area.ts';
import { expectNoRedirect } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/brokerage-sends-no-error-to-strangers',
  title: 'The brokerage sends nobody to a redirect URI that is not in the key, not even with an error',
  clauses: ['oauth21/no-redirect-on-bad-redirect-uri', 'AR-E1', 'AR-11', 'rfc9700/no-open-redirector-as'],
  blame: 'broker',
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const endpoint = `${world.brokerage().origin}/oauth2/authorize`;
    const params = { redirect_uri: 'https://attacker.example/callback' };
    await expectNoRedirect(world, { client, person, endpoint, params });
  },
  remedy: 'Keep errors about the client and its redirect URI on a page.',
  mutants: [{ name: 'brokerage-sends-errors-anywhere', replaces: { brokerErrorStaysOnAPage: () => false } }],
});
