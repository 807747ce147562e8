import type { Answer } from '../../vocabulary/answer.ts';
import { isStateless, until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteResult } from '../../vocabulary/rewrites.ts';
import { CLIENT_INFO } from '../../wire/mcp.ts';
import { exchanges, headers, introduction, type Judge, type Send, says, status } from './requests.ts';

// How client and server come to terms: the introduction of either era, and the session that it opens in the stateful one.

const initializeWith =
  (protocolVersion: string): Send =>
  (mcp, world) => {
    const { url, headers, body } = mcp.draft('initialize', {
      capabilities: {},
      clientInfo: CLIENT_INFO,
      protocolVersion,
    });
    return world.http.send({ url, headers, json: body });
  };

const offered = (answer: Answer) => answer.rpc()?.result;
const hasTools = says('capabilities with tools', (answer) => typeof offered(answer)?.capabilities?.tools === 'object');
/** The stateless era only recommends to say so. */
const serverHasAName = says(
  'serverInfo with a name',
  (answer, { era }) => isStateless(era) || typeof offered(answer)?.serverInfo?.name === 'string',
);
const toolsChange = says(
  'capabilities.tools.listChanged to be true',
  (answer) => offered(answer)?.capabilities?.tools?.listChanged === true,
);
const versionOfTheEra: Judge = (answer, { world }) =>
  expect.equal(offered(answer)?.protocolVersion, world.era, 'the protocol version', answer);
const eraOrLater = says('the revision that is graded, or a later one', (answer, { era }) => {
  const version = String(offered(answer)?.protocolVersion);
  return /^\d{4}-\d\d-\d\d$/.test(version) && version >= era;
});

const asksFor = (asked: unknown): unknown =>
  (asked as { params?: { protocolVersion?: unknown } } | undefined)?.params?.protocolVersion;

export default exchanges([
  {
    id: 'wire/declares-that-it-has-tools',
    title: 'A server with tools declares the capability',
    clauses: [
      'mcp/tools/capability-declared',
      'mcp-2025-11-25/lifecycle/server-initialize-result',
      'mcp-2026-07-28/discover/capabilities-truthful',
    ],
    send: introduction,
    answered: [hasTools, serverHasAName],
    remedy: 'Declare "tools" in the capabilities of initialize and of server/discover, and say who the server is.',
    mutants: [
      {
        name: 'hides-that-it-has-tools',
        rewrites: rewriteResult((result) => result.capabilities && { ...result, capabilities: {} }),
      },
    ],
  },
  {
    id: 'wire/declares-that-its-tools-change',
    title: 'A server that announces changes of its tools declares so',
    clauses: [
      'mcp/tools/capability-declared',
      'mcp-2025-11-25/lifecycle/respect-capabilities',
      'mcp-2026-07-28/discover/capabilities-truthful',
      'CT-E7',
    ],
    applies: { needs: ['add-on'] },
    dependsOn: ['wire/declares-that-it-has-tools'],
    send: introduction,
    answered: toolsChange,
    remedy: 'Declare "tools": {"listChanged": true} where you send notifications/tools/list_changed.',
    mutants: [{ name: 'keeps-quiet-about-changing-tools', replaces: { listChangesAreDeclared: () => false } }],
  },
  {
    id: 'wire/negotiates-the-version-asked-for',
    title: 'A version that the server has is echoed by initialize',
    clauses: [
      'mcp-2025-11-25/lifecycle/server-echoes-version',
      'mcp-2025-11-25/lifecycle/server-initialize-result',
      'mcp-2025-11-25/base/support-base',
    ],
    applies: { eras: until('2025-11-25') },
    send: introduction,
    answered: versionOfTheEra,
    remedy: 'Answer initialize with the protocol version that the client asked for, if you have it.',
    mutants: [
      { name: 'always-offers-its-oldest-version', replaces: { negotiatedVersionIsServed: () => '2025-03-26' } },
    ],
  },
  {
    id: 'wire/counter-offers-its-latest-version',
    title: 'A version that nobody knows is answered with the latest one that the server has, not with an error',
    // An example of the document itself answers with an error.
    clauses: [
      'mcp-2025-11-25/lifecycle/server-offers-latest',
      'mcp-2025-11-25/lifecycle/server-counter-offers',
      'mcp-2025-11-25/lifecycle/error-cases',
    ],
    applies: { eras: until('2025-11-25') },
    dependsOn: ['wire/negotiates-the-version-asked-for'],
    send: initializeWith('1999-01-01'),
    answered: [status(200), eraOrLater],
    remedy: 'Answer initialize with your own latest version where the client names one that you do not have.',
    mutants: [
      {
        name: 'counter-offers-its-oldest-version',
        replaces: { negotiatedVersionIsServed: (asked, served) => (served.includes(asked) ? asked : served.at(-1)!) },
      },
      {
        name: 'breaks-at-a-version-that-it-lacks',
        rewrites: rewriteAnswer({ path: '/mcp' }, ({ asked }) =>
          asksFor(asked) === '1999-01-01' ? { status: 500, body: 'TypeError: undefined is not a function' } : undefined,
        ),
      },
    ],
  },
  {
    id: 'wire/refuses-a-request-before-initialize',
    title: 'A request without the session id that initialize gave is refused with 400',
    clauses: ['mcp-2025-11-25/transport/server-missing-session-400', 'mcp-2025-11-25/lifecycle/initialize-first'],
    applies: { needs: ['sessions'], eras: until('2025-11-25') },
    inSession: true,
    alter: headers({ 'mcp-session-id': undefined }),
    answered: status(400),
    remedy: 'Answer 400 to any request but initialize that has no Mcp-Session-Id.',
    mutants: [{ name: 'takes-no-session-for-a-lost-one', replaces: { sessionIdIsRequired: () => true } }],
  },
  {
    id: 'wire/answers-an-unknown-session-with-404',
    title: 'A session id that is unknown gets 404, so that the client starts a new session',
    // The second says it of a session that has ended; this one never was.
    clauses: ['mcp-2025-11-25/transport/unknown-session-404', 'mcp-2025-11-25/transport/terminated-session-404'],
    applies: { needs: ['sessions'], eras: until('2025-11-25') },
    inSession: true,
    alter: headers({ 'mcp-session-id': '00000000-0000-4000-8000-000000000000' }),
    answered: status(404),
    remedy: 'Answer 404, and nothing else, where you do not know the session: clients initialize anew on 404 only.',
    variations: [
      'the-session-on-every-answer',
      'protocol-errors-in-plain-text',
      'answers-in-an-event-stream',
      'more-in-results',
      'media-types-in-another-case',
    ],
    mutants: [{ name: 'calls-an-unknown-session-a-bad-request', replaces: { unknownSessionIs404: () => 400 } }],
  },
]);
