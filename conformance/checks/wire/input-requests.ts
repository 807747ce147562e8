import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { Blocked, describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteJson, rewriteResult } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import { type Asking, answerWith, callAs, thoseThatAsk, willing } from './asking.ts';

// What becomes of a request for which the server wanted input: answered, answered wrongly, or left.

interface Retry {
  /** Sends what is judged. */
  send(mcp: Mcp, asking: Asking): Promise<Answer>;
  judge(answer: Answer): void;
}

const table: Table<Retry> = {
  applies: { eras: since('2026-07-28') },
  async run(world, { send, judge }) {
    const mcp = world.mcp(await world.borrow());
    const [asking] = await thoseThatAsk(world, mcp);
    judge(await send(mcp, asking));
  },
};

const isComplete = (answer: Answer): boolean => {
  const result = answer.rpc()?.result;
  return result !== undefined && result.resultType !== 'input_required' && result.isError !== true;
};
const says = (expected: string, isSo: (answer: Answer) => unknown) => (answer: Answer) =>
  expect.that(isSo(answer), { expected, seen: describe(answer), at: answer });

const isHandled = says('an answer that is no fault of the server', (answer) => {
  const { result, error } = answer.rpc() ?? {};
  return answer.status < 500 && (result !== undefined || (error !== undefined && error.code !== -32603));
});
const isNotServed = says('a refusal, or a request for the input again', (answer) => !isComplete(answer));
const asksAgain = says(
  'a request for the input again',
  (answer) => answer.rpc()?.result?.resultType === 'input_required',
);
const isError = says('a JSON-RPC error', (answer) => answer.rpc()?.error);
const isNoError = says('a result', (answer) => answer.rpc()?.result && answer.rpc()?.result.isError !== true);

const answered = (asking: Asking, action: string) =>
  Object.fromEntries(Object.keys(asking.inputRequests).map((key) => [key, { action }]));

/** A willing client's answers, each of a form with numbers where it asks for text; `NotOffered` without such. */
function withNumbersForTexts(asking: Asking): object {
  const right = willing(asking);
  const texts = Object.entries(right).filter(([, one]) => Object.values(one.content ?? {}).includes('openbell'));
  if (texts.length === 0) throw new NotOffered('no form of it asks for text');
  const wrong = texts.map(([key, one]) => [key, { ...one, content: mapped(one.content) }]);
  return { ...right, ...Object.fromEntries(wrong) };
}
const mapped = (content: object) =>
  Object.fromEntries(Object.entries(content).map(([name, value]) => [name, value === 'openbell' ? 7 : value]));

/** Another state of the same length. */
function altered({ requestState }: Asking): string {
  if (!requestState) throw new NotOffered('it keeps no state with its client');
  const middle = Math.floor(requestState.length / 2);
  const other = requestState[middle] === 'A' ? 'B' : 'A';
  return requestState.slice(0, middle) + other + requestState.slice(middle + 1);
}

const text = (body: { result?: { content?: { text?: string }[] } }): string => body.result?.content?.[0]?.text ?? '';
const failsAt = (words: RegExp, code = -32603) =>
  rewriteJson('/mcp', (body) =>
    words.test(text(body)) ? { body: { jsonrpc: '2.0', id: body.id, error: { code, message: 'no' } } } : undefined,
  );
const served = { resultType: 'complete', content: [{ type: 'text', text: 'served' }] };
/** Serves where an error of this code holds these words. */
const servesAt = (words: RegExp) =>
  rewriteError(-32602, (body) =>
    words.test(body.error.message) ? { status: 200, body: { jsonrpc: '2.0', id: body.id, result: served } } : {},
  );

export default rows(table, [
  {
    id: 'wire/takes-no-for-an-answer',
    title: 'A client that declines or cancels what it was asked gets an answer, and no fault',
    clauses: ['mcp-2026-07-28/elicitation/server-handles-decline', 'mcp/elicitation/server-no-success-assumption'],
    async send(mcp, asking) {
      const declined = await answerWith(mcp, asking, answered(asking, 'decline'));
      isHandled(declined);
      return answerWith(mcp, asking, answered(asking, 'cancel'));
    },
    judge: isHandled,
    remedy: 'Answer whoever declines with a result that says that nothing was done.',
    mutants: [{ name: 'breaks-when-the-client-says-no', elsewhere: true, rewrites: failsAt(/declined/) }],
  },
  {
    id: 'wire/refuses-an-altered-state',
    title: 'A state that is not the one that was given is not gone by',
    clauses: [
      'mcp-2026-07-28/mrtr/state-rejected-on-failure',
      'mcp-2026-07-28/mrtr/state-integrity',
      'mcp-2026-07-28/mrtr/state-untrusted',
      'mcp-2026-07-28/mrtr/state-validated-security',
    ],
    weakBecause: 'A state on which nothing depends may go unprotected.',
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async send(mcp, asking) {
      const state = altered(asking);
      const right = await answerWith(mcp, asking, willing(asking));
      if (!isComplete(right)) throw new Blocked(`the right answers do not lead to a result: ${describe(right)}`);
      return answerWith(mcp, asking, willing(asking), state);
    },
    judge: isNotServed,
    remedy: 'Seal requestState, with AEAD or an HMAC, and answer -32602 where the seal is broken.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [{ name: 'goes-by-any-state', elsewhere: true, rewrites: servesAt(/state/) }],
  },
  {
    id: 'wire/refuses-a-state-of-another-request',
    title: 'A state that was given for other arguments is not gone by',
    clauses: ['mcp-2026-07-28/mrtr/state-bound-to-request'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async send(mcp, asking) {
      if (!asking.requestState) throw new NotOffered('it keeps no state with its client');
      const { params } = asking;
      const other = { ...params, arguments: { ...params.arguments, openbell: 'another' } };
      return answerWith(mcp, { ...asking, params: other }, willing(asking));
    },
    judge: isNotServed,
    remedy: 'Seal name and arguments of the call into requestState, and answer -32602 where they are others.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [{ name: 'goes-by-the-state-of-another-request', elsewhere: true, rewrites: servesAt(/other arguments/) }],
  },
  {
    id: 'wire/asks-again-for-what-is-missing',
    title: 'A retry without the answers is asked for them again',
    clauses: ['mcp-2026-07-28/mrtr/server-asks-again'],
    send: (mcp, asking) => answerWith(mcp, asking, {}),
    judge: asksAgain,
    remedy: 'Answer a retry that lacks answers with input_required again.',
    variations: ['answers-in-an-event-stream', 'more-in-results'],
    mutants: [
      {
        name: 'gives-up-on-who-does-not-answer',
        elsewhere: true,
        rewrites: rewriteResult((result) => /again/.test(result.requestState ?? '') && { ...served, isError: true }),
      },
    ],
  },
  {
    id: 'wire/passes-over-answers-that-nobody-asked-for',
    title: 'Answers besides those that were asked for are passed over',
    clauses: ['mcp-2026-07-28/mrtr/server-ignores-extra'],
    send: (mcp, asking) => answerWith(mcp, asking, { ...willing(asking), 'openbell-adds': { action: 'accept' } }),
    judge: isNoError,
    remedy: 'Read the answers that you asked for, and no others.',
    mutants: [{ name: 'stumbles-over-another-answer', elsewhere: true, rewrites: failsAt(/served/, -32602) }],
  },
  {
    id: 'wire/refuses-answers-of-the-wrong-shape',
    title: 'inputResponses that are no object are an error of the protocol',
    clauses: ['mcp-2026-07-28/mrtr/server-protocol-errors'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    send: (mcp, asking) => answerWith(mcp, asking, 'yes'),
    judge: isError,
    remedy: 'Answer -32602 where inputResponses is no object of answers.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [{ name: 'takes-a-word-for-answers', elsewhere: true, rewrites: servesAt(/shape/) }],
  },
  {
    id: 'wire/refuses-content-that-does-not-fit-the-form',
    title: 'Content that does not fit the schema of its form is not taken',
    clauses: ['mcp/elicitation/server-validates-responses', 'mcp-2026-07-28/mrtr/server-validates-responses'],
    applies: { eras: since('2026-07-28') },
    dependsOn: ['tokens/accepts-its-own-tokens'],
    send: (mcp, asking) => answerWith(mcp, asking, withNumbersForTexts(asking)),
    judge: isNotServed,
    remedy: 'Validate the content by the schema that you sent.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [{ name: 'takes-any-content', elsewhere: true, rewrites: servesAt(/fit/) }],
  },
  {
    id: 'wire/serves-who-never-came-back',
    title: 'A client that left what it was asked unanswered may call again',
    clauses: ['mcp-2026-07-28/mrtr/server-no-retry-assumption'],
    send: (mcp, asking) => callAs(mcp, asking.params),
    judge: isNoError,
    remedy: 'Keep nothing that waits for a retry: all that you need stands in requestState.',
    mutants: [
      {
        name: 'waits-for-who-never-comes-back',
        elsewhere: true,
        rewrites: (() => {
          let asked = 0;
          return rewriteJson('/mcp', ({ id, result }) =>
            result?.resultType === 'input_required' && asked++ > 1
              ? { body: { jsonrpc: '2.0', id, error: { code: -32600, message: 'answer first' } } }
              : undefined,
          );
        })(),
      },
    ],
  },
  {
    id: 'wire/says-that-a-capability-is-missing',
    title: 'A tool that cannot do without input says -32021 to a client that cannot give it',
    clauses: ['mcp-2026-07-28/base/server-missing-capability-error'],
    send: (mcp, asking) => callAs(mcp, asking.params, {}),
    judge: says('a result, or the error -32021', (answer) => [undefined, -32021].includes(answer.rpc()?.error?.code)),
    remedy: 'Answer -32021 with data.requiredCapabilities where a client lacks what you cannot do without.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'calls-a-missing-capability-a-bad-request',
        elsewhere: true,
        rewrites: rewriteError(-32021, (body) => ({ body: { ...body, error: { ...body.error, code: -32600 } } })),
      },
    ],
  },
]);
