import type { Table } from '../../vocabulary/check.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import type { Overrides } from '../../vocabulary/oauth.ts';
import { rewriteLocation } from '../../vocabulary/rewrites.ts';
import type { Landing } from '../../vocabulary/user-agent.ts';
import { authorize } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { type Asker, asUsual, onTheWeb, onThisComputer, withAQuery } from './askers.ts';
import { filledIn } from './mismatch.ts';

interface Variant {
  asker: Asker;
  /** Put over the right parameters; `{protocol}` and so on are parts of the right redirect URI. */
  sends?: Overrides;
  /** Comes back beside the code. */
  keeps?: Record<string, string>;
}

const whereItEnded = ({ stoppedAt }: Landing): string =>
  stoppedAt ? `“${stoppedAt.title}” (${stoppedAt.errorCode ?? stoppedAt.status})` : 'nothing';

const getsACode: Table<Variant> = {
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { asker, sends, keeps = {} }) {
    const person = await world.person();
    const { client } = await asker(world, person);
    const params = sends && filledIn(sends, client.redirectUri);
    const { answer, landing } = await authorize(world, { client, person, params, untilSignIn: true });
    if (person.nobody && landing.stoppedAt?.kind === 'sign-in') {
      if (Object.keys(keeps).length > 0) throw new Untestable('needs a user: the target asks who signs in', 'user');
      return;
    }
    expect.that(answer.code && Object.entries(keeps).every(([name, value]) => answer[name] === value), {
      expected: `a code at ${params?.redirect_uri ?? client.redirectUri}`,
      seen: answer.error ?? landing.redirect?.url.href ?? whereItEnded(landing),
    });
  },
};

/** Each of these requests ends with a code at the client, or where nobody signs in at least at the sign-in page. */
export default rows(getsACode, [
  {
    id: 'redirect-uri-mismatch/accepts-the-right-one',
    title: 'The redirect URI that is registered, or a known platform’s, gets its code',
    clauses: ['oauth21/redirect-uri-exact-match', 'mcp/authz/as-redirect-exact', 'AR-10'],
    asker: onTheWeb,
    remedy: 'Accept each redirect URI that you have on record.',
    variations: ['slow-answers', 'pages-in-capitals', 'forms-with-more-fields'],
    mutants: [
      { name: 'knows-no-redirect-uri', replaces: { redirectUriIsRegistered: () => false }, needs: ['registration'] },
      {
        name: 'knows-no-platform',
        replaces: { redirectUriIsAKnownPlatforms: () => false },
        needs: ['platform-callbacks'],
      },
    ],
  },
  {
    id: 'redirect-uri-mismatch/any-port-on-loopback',
    title: 'A program on the user’s machine may listen at another port than it registered',
    clauses: [
      'oauth21/loopback-any-port-at-authorize',
      'rfc8252/loopback-ip-port',
      'rfc9700/localhost-port-exception',
      'oauth21/static-loopback-native',
    ],
    asker: onThisComputer,
    sends: { redirect_uri: '{protocol}//{hostname}:51234{path}' },
    remedy: 'Leave the port out when you compare loopback redirect URIs.',
    mutants: [
      { name: 'pins-loopback-ports', replaces: { loopbackPortMayDiffer: () => false }, needs: ['registration'] },
      {
        name: 'knows-one-loopback-port',
        replaces: { redirectUriIsLoopback: (given) => given.includes(':33418/') },
        needs: ['platform-callbacks'],
      },
    ],
  },
  {
    id: 'redirect-uri-mismatch/takes-the-only-one-for-granted',
    title: 'A client with one redirect URI may leave it out',
    clauses: ['oauth21/redirect-uri-optional-when-one'],
    applies: { needs: ['registration'] },
    asker: asUsual,
    sends: { redirect_uri: undefined },
    remedy: 'Use the only redirect URI there is, or say in your documentation that it has to be sent.',
    mutants: [{ name: 'insists-on-the-only-redirect-uri', replaces: { soleRedirectUriIsTheDefault: () => false } }],
  },
  {
    id: 'redirect-uri-mismatch/keeps-the-query-of-the-redirect-uri',
    title: 'The query of a registered redirect URI stays, and the answer is added to it',
    clauses: ['oauth21/redirect-uri-query-retained'],
    applies: { needs: ['registration'] },
    lane: 'exclusive',
    asker: withAQuery,
    keeps: { tenant: 'seven' },
    remedy: 'Append to the redirect URI with & where it has a query already.',
    mutants: [
      {
        name: 'drops-the-query-of-the-redirect-uri',
        rewrites: rewriteLocation((location) => location.replace('tenant=seven&', '')),
      },
    ],
  },
]);
