import { twoPeople } from '../../stage/two-people.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { isToolError, pageIn } from './data.ts';

/** A first page, and the cursor at its end. */
interface Began {
  world: World;
  connection: Connection;
  mcp: Mcp;
  ids: string[];
  cursor: string;
}

interface Cursor {
  judge(began: Began): Promise<void> | void;
}

const ROWS = 5;
const FIRST = { limit: ROWS };
const idsIn = (answer: Answer): string[] => pageIn(answer).results.map(({ id }) => id);

const cursors: Table<Cursor> = {
  async run(world, { judge }) {
    const connection = await world.borrow();
    const mcp = world.mcp(connection);
    const answer = await mcp.call('list_events', FIRST);
    const { meta } = pageIn(answer);
    if (meta?.hasMore === false) throw new NotOffered('the list fits on a page of five');
    const cursor: unknown = meta?.nextCursor;
    expect.that(typeof cursor === 'string', { expected: 'meta.nextCursor', seen: describe(answer), at: answer });
    await judge({ world, connection, mcp, ids: idsIn(answer), cursor });
  },
};

const refused = (answer: Answer, what: string): void => {
  const isRefused = isToolError(answer) || answer.rpc()?.error !== undefined || answer.status === 400;
  expect.that(isRefused, { expected: `a refusal of ${what}`, seen: describe(answer), at: answer });
};

/** The text of a cursor, and what it decodes to. */
function readings(cursor: string): string[] {
  const texts = [cursor, decodeURIComponent(cursor.replace(/%(?![0-9a-f]{2})/gi, '%25'))];
  return texts.flatMap((text) => [text, Buffer.from(text, 'base64url').toString('latin1')]);
}

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

export default rows(cursors, [
  {
    id: 'partners/a-cursor-goes-on',
    title: 'A cursor leads to the rows that come next, none of them twice',
    clauses: ['partners/cursors', 'CE-6'],
    async judge({ mcp, ids, cursor }) {
      const answer = await mcp.call('list_events', { ...FIRST, cursor });
      const next = idsIn(answer);
      const again = next.filter((id) => ids.includes(id));
      expect.equal(again, [], 'the rows that came before already', answer);
      expect.that(next.length > 0, { expected: 'rows on the next page', seen: 'none', at: answer });
    },
    remedy: 'Begin the next page behind the last row of the one before.',
    mutants: [{ name: 'begins-anew-at-every-cursor', replaces: { pageBegins: () => 0 } }],
  },
  {
    id: 'partners/a-cursor-says-nothing',
    title: 'A cursor can be read by nobody: it holds no position, no user and no row in the clear',
    clauses: ['mcp/security/handle-unpredictable', 'partners/cursors', 'CE-6'],
    judge({ cursor, ids, connection }) {
      const { id = '', email } = connection.person;
      const told = [...ids, id, email, 'offset', 'position', 'page', `:${ROWS}`].filter((word) => word.length > 1);
      // Two or three letters stand by chance in what is sealed: they count where all of it can be read.
      const isTold = (word: string) => (text: string) => text.includes(word) && (word.length > 5 || isPlain(text));
      const found = told.find((word) => readings(cursor).some(isTold(word)));
      expect.that(!found, { expected: 'a cursor without meaning to its bearer', seen: `“${found}” in it` });
      const isNumber = readings(cursor).some((text) => /^\d{1,12}$/.test(text));
      expect.that(!isNumber, { expected: 'a cursor without meaning to its bearer', seen: cursor });
    },
    remedy: 'Seal what a cursor stands for, or keep it on the server under a random name.',
    mutants: [
      {
        name: 'writes-the-position-into-the-cursor',
        rewrites: rewriteResult(({ structuredContent, ...result }) => {
          const { meta } = structuredContent ?? {};
          if (!meta?.nextCursor) return undefined;
          const nextCursor = Buffer.from('{"offset":5}').toString('base64url');
          return { ...result, structuredContent: { ...structuredContent, meta: { ...meta, nextCursor } } };
        }),
      },
    ],
  },
  {
    id: 'partners/a-cursor-is-of-one-user',
    title: 'The cursor of another user is refused',
    clauses: ['mcp/security/handle-bound-to-user', 'partners/cursors', 'CE-6'],
    dependsOn: ['partners/a-cursor-goes-on'],
    async judge({ world }) {
      const [one, other] = await twoPeople(world);
      const cursor = pageIn(await world.mcp(one).call('list_events', FIRST)).meta.nextCursor;
      refused(await world.mcp(other).call('list_events', { ...FIRST, cursor }), 'the cursor of somebody else');
    },
    remedy: 'Bind a cursor to the user of the token, and refuse it in other hands.',
    variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
    mutants: [{ name: 'takes-cursors-of-anybody', replaces: { cursorIsTheirs: () => true } }],
  },
  {
    id: 'partners/a-cursor-is-of-one-list',
    title: 'A cursor is refused in another list, and with other filters',
    clauses: ['partners/cursors', 'CE-6'],
    dependsOn: ['partners/a-cursor-goes-on'],
    async judge({ mcp, cursor }) {
      refused(await mcp.call('list_messages', { ...FIRST, cursor }), 'a cursor in another list');
      const [trader] = pageIn(await mcp.call('list_traders', {})).results;
      const filtered = await mcp.call('list_events', { ...FIRST, cursor, traderId: trader?.id });
      refused(filtered, 'a cursor with another filter');
    },
    remedy: 'Bind a cursor to the tool and the filters that it began with.',
    variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
    mutants: ['takes-cursors-of-anybody'],
  },
  {
    id: 'partners/refuses-a-cursor-that-was-made-up',
    title: 'A cursor that was made up, or changed in one character, is refused',
    clauses: ['partners/cursors', 'mcp/tools/server-validates-inputs', 'CE-6'],
    dependsOn: ['partners/a-cursor-goes-on'],
    async judge({ mcp, cursor }) {
      const at = Math.floor(cursor.length / 2);
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
      for (const wrong of ['openbell', '5', changed])
        refused(await mcp.call('list_events', { ...FIRST, cursor: wrong }), `the cursor ${wrong.slice(0, 12)}`);
    },
    remedy: 'Verify a cursor before you read it.',
    variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
    mutants: ['takes-cursors-of-anybody'],
  },
  {
    id: 'partners/a-cursor-is-no-credential',
    title: 'A cursor opens nothing without a token',
    clauses: ['mcp/security/handle-not-authentication', 'CE-6'],
    async judge({ world, cursor }) {
      const { headers, body } = world.mcp().draft('tools/call', {
        name: 'list_events',
        arguments: { ...FIRST, cursor },
      });
      const answer = await world.http.send({ method: 'POST', url: world.mcpUrl, headers, body: JSON.stringify(body) });
      expect.status(answer, 401);
    },
    remedy: 'Look at the token first, whatever else a request brings.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['lets-everybody-in'],
  },
]);
