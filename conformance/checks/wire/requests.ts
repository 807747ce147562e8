import type { Answer } from '../../vocabulary/answer.ts';
import type { Check, Row, Table } from '../../vocabulary/check.ts';
import { isStateless } from '../../vocabulary/era.ts';
import { describe, expect, Untestable } from '../../vocabulary/expect.ts';
import type { Draft, Mcp } from '../../vocabulary/mcp.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import type { World } from '../../vocabulary/world.ts';
import { firstRequest as first } from '../../wire/mcp.ts';
import { rows } from './area.ts';

// What the tables of this folder are written in: what is sent, what is altered in it, and what must come back.

type Change = (draft: Draft) => void;
/** Sends one request, changed before it leaves. */
export type Send = (mcp: Mcp, world: World, change: Change) => Promise<Answer>;
export type Alter = (draft: Draft, world: World) => void;
/** Throws unless the answer is right; `sent` is the request as it went out. */
export type Judge = (answer: Answer, at: { world: World; sent: Draft | undefined }) => void;

/** A row: each request in each of its alterations, by itself; all judgements must hold for each answer. */
interface Exchange {
  /** `tools/list` unless told. */
  send?: Send | readonly Send[];
  /** Sent as it is unless told. */
  alter?: Alter | readonly Alter[];
  /** In a session that the server has given an id; `Untestable` where it gives none. */
  inSession?: true;
  answered: Judge | readonly Judge[];
}

export const ask =
  (method: string, params?: Record<string, unknown>): Send =>
  (mcp, _world, change) =>
    mcp.request(method, params, change);
export const list = ask('tools/list');
export const unknownMethod = ask('openbell/no-such-method');
/** The tool for this purpose, with these arguments; its own unless told. */
export const call =
  (purpose: Purpose, args?: unknown): Send =>
  (mcp, world, change) => {
    const tool = world.tool(purpose);
    return mcp.request('tools/call', { name: tool.name, arguments: args ?? tool.args('') }, change);
  };
/** How the server introduces itself: what `initialize` was answered with, or `server/discover` is. */
export const introduction: Send = async (mcp) => (await mcp.open()) ?? (await mcp.request('server/discover'));

const asItIs: Alter = () => {};
/** Headers set, or left out where undefined. */
export const headers =
  (changes: Record<string, string | undefined>): Alter =>
  (draft) => {
    Object.assign(draft.headers, changes);
    for (const [name, value] of Object.entries(changes)) if (value === undefined) delete draft.headers[name];
  };
export const id =
  (value: string | number): Alter =>
  (draft) => {
    draft.body.id = value;
  };
/** Another body, as it stands here. */
export const body =
  (text: string): Alter =>
  (draft) => {
    draft.body = text;
  };
/** The message and a second one, in one body. */
export const twoInOneBody: Alter = (draft) => {
  draft.body = [draft.body, { ...draft.body, id: 1001 }];
};
/** A member of `_meta` set, or left out where undefined. */
export const meta =
  (name: string, value?: string): Alter =>
  (draft) => {
    draft.body.params._meta[`io.modelcontextprotocol/${name}`] = value;
  };

export const status =
  (...wanted: number[]): Judge =>
  (answer) =>
    expect.status(answer, ...wanted);
export const rpcError =
  (code: number): Judge =>
  (answer) =>
    expect.rpcError(answer, code);
/** Anything else that can be put as a condition. */
export const says =
  (expected: string, isSo: (answer: Answer, world: World) => unknown): Judge =>
  (answer, { world }) =>
    expect.that(isSo(answer, world), { expected, seen: describe(answer), at: answer });
export const refused = says('a refusal (4xx)', ({ status: code }) => code >= 400 && code < 500);
export const refusedOrError: Judge = (answer, at) => answer.rpc()?.error ?? refused(answer, at);
export const inTheStatelessEra =
  (judge: Judge): Judge =>
  (answer, at) =>
    isStateless(at.world.era) && judge(answer, at);
export const noHeader =
  (name: string): Judge =>
  (answer) =>
    expect.equal(answer.headers[name], undefined, `the header ${name}`, answer);

const each = <T>(given: T | readonly T[]): readonly T[] => (Array.isArray(given) ? given : [given as T]);

/** Nothing where it takes somebody who signs in. */
const orNobody = (connection: Promise<Connection>): Promise<Connection | undefined> =>
  connection.catch((error) => {
    if (error instanceof Untestable && error.means === 'user') return undefined;
    throw error;
  });

const table: Table<Exchange> = {
  async run(world, { send = list, alter = asItIs, inSession, answered, needsNobody }) {
    const connection = needsNobody ? await orNobody(world.borrow()) : await world.borrow();
    if (!connection) {
      for (const alteration of each(alter)) {
        const sent = world.mcp().draft(...first(world.era));
        alteration(sent, world);
        const answer = await world.http.send({ ...sent, body: JSON.stringify(sent.body) });
        if (answer.status === 401)
          throw new Untestable('needs a user: without a token nothing else is looked at', 'user');
        for (const judge of each(answered)) judge(answer, { world, sent });
      }
      return;
    }
    const mcp = world.mcp(connection);
    await mcp.open();
    if (inSession && !mcp.sessionId()) throw new Untestable('needs a server that gives session ids');
    for (const request of each(send)) {
      for (const alteration of each(alter)) {
        let sent: Draft | undefined;
        const answer = await request(mcp, world, (draft) => {
          alteration(draft, world);
          sent = draft;
        });
        for (const judge of each(answered)) judge(answer, { world, sent });
      }
    }
  },
};

/** Checks that are one request and one judgement. */
export const exchanges = (checks: readonly Row<Exchange>[]): Check[] => rows(table, checks);
