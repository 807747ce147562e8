import { confirmationIn, errorIn } from '../../stage/confirmation.ts';
import {
  confirm,
  expectRefused,
  expectServed,
  isRefused,
  prepare,
  type Trader,
  trader,
} from '../../stage/two-steps.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteToolError } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface Refusal {
  /** Put over the usual order. */
  order?: Record<string, unknown>;
  /** What the broker does besides. */
  fault?: { kind: string; method: string; path: string; status?: number };
  before?(world: World, who: Trader): Promise<void>;
  judge(answer: Answer, world: World, who: Trader): Promise<void> | void;
}

/** Asks for an order and confirms it, where it comes that far: the answer that the broker is in. */
async function carriedThrough(world: World, who: Trader, order: Refusal['order'], fault: Refusal['fault']) {
  const answer = await prepare(world, who, order);
  const id = confirmationIn(answer);
  if (isRefused(answer) || id === undefined) return answer;
  if (fault) await world.hooks.orderFault({ ...fault, user: who.connection.person.id!, times: 1 });
  return confirm(world, who, id);
}

const refusals: Table<Refusal> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { order, fault, before, judge }) {
    const who = await trader(world);
    await before?.(world, who);
    const answer = await carriedThrough(world, who, order, fault);
    expectRefused(answer, 'the order');
    await judge(answer, world, who);
  },
};

const isToolError = (answer: Answer): void => {
  const { result } = answer.rpc() ?? {};
  expect.that(answer.status === 200 && result?.isError === true, {
    expected: 'a tool error',
    seen: describe(answer),
    at: answer,
  });
};

/** The broker's own number is a contract, and its words may change. */
const hasCode = (answer: Answer): void => {
  isToolError(answer);
  const { code, status } = errorIn(answer);
  expect.that(/^4\d{7}$/.test(String(code)) && /^4\d\d$/.test(String(status)), {
    expected: 'the status and the code of the broker',
    seen: `status ${status}, code ${code}`,
    at: answer,
  });
};

const speaksOf = (words: RegExp) => (answer: Answer) => {
  hasCode(answer);
  const { message } = errorIn(answer);
  expect.that(words.test(String(message)), {
    expected: `words such as ${words.source}`,
    seen: String(message),
    at: answer,
  });
};

/** What the broker says no to reaches the model, in the broker's own words. */
export default rows(refusals, [
  {
    id: 'confirmation/tells-of-too-little-buying-power',
    title: 'An order beyond the buying power is refused with the broker’s own code and words',
    clauses: ['two-step/broker-errors-pass', 'CN-9', 'mcp/tools/business-error-as-tool-error'],
    order: { qty: '9000' },
    judge: speaksOf(/buying power/i),
    remedy: 'Hand on status, code and message of the broker in a tool error.',
    mutants: ['hides-the-brokers-code'],
  },
  {
    id: 'confirmation/tells-of-an-unknown-symbol',
    title: 'An order for a symbol that does not exist is refused with the broker’s own code and words',
    clauses: ['two-step/broker-errors-pass', 'CN-9', 'mcp/tools/business-error-as-tool-error'],
    order: { symbol: 'ZZZZ' },
    judge: hasCode,
    remedy: 'Hand on status, code and message of the broker in a tool error.',
    mutants: ['hides-the-brokers-code'],
  },
  {
    id: 'confirmation/the-brokers-limit-is-not-the-gateways',
    title: 'A 429 of the broker is told as the broker’s, in a tool error with its status',
    clauses: ['two-step/broker-errors-pass', 'CN-9'],
    fault: { kind: 'rate_limited', method: 'POST', path: '/orders' },
    judge(answer) {
      isToolError(answer);
      const { status } = errorIn(answer);
      expect.that(status === 429, { expected: 'status 429 in the tool error', seen: String(status), at: answer });
    },
    remedy: 'Pass the broker’s 429 on as what it is: the user’s own allowance is not used up.',
    mutants: [
      {
        name: 'takes-the-brokers-limit-for-its-own',
        rewrites: rewriteToolError(({ status, ...rest }) =>
          status === 429 ? { ...rest, code: 'rate_limit_exceeded' } : undefined,
        ),
      },
    ],
  },
  {
    id: 'confirmation/the-brokers-401-is-not-the-clients',
    title: 'Where the broker no longer takes the gateway’s credentials, the client’s token is as good as before',
    clauses: ['two-step/brokers-401-is-its-own', 'CN-9'],
    applies: { needs: ['minting'] },
    weakBecause: 'The guide does not speak of credentials between the gateway and the broker.',
    before: (world, { connection: { person } }) => world.hooks.closeConnections(person.id!),
    async judge(answer, _, who) {
      isToolError(answer);
      expectServed(await who.mcp.request('tools/list'), 'the list of tools');
    },
    remedy: 'Answer 401 for the client’s own token alone: minting anew mends nothing at the broker.',
    mutants: [
      { name: 'calls-the-brokers-401-the-clients', replaces: { brokersUnauthorizedIsNotTheClients: () => false } },
    ],
  },
]);
