import { brokerBehaviours } from '../../../mock-broker/behaviours.ts';
import { createBook, quoteOf, replay } from '../../../mock-broker/book/book.ts';
import { balancesOf } from '../../../mock-broker/book/buying-power.ts';
import type { BookState } from '../../../mock-broker/book/state.ts';
import { followClock } from '../../../mock-broker/book/ticks.ts';
import { createVirtualClock } from '../../../mock-broker/clock.ts';
import { Refusal } from '../../../mock-broker/errors.ts';
import { createSeededRandom } from '../../../mock-broker/random.ts';
import { type Command, run } from './commands.ts';
import { buyingPower, emptyModel, inModelMoney, inModelShares, type Model, observe, reserved } from './model.ts';
import type { World } from './world.ts';

/** State as JSON: maps and sets as lists, decimals as strings. */
export const stateText = (state: BookState): string =>
  JSON.stringify(state, (_key, value) => (value instanceof Map || value instanceof Set ? [...value] : value));

/** A number of JSON that is not whole. Money and quantities are decimals in strings; all that is a number is a count or an instant. */
const floatIn = (json: string): string | undefined =>
  /(?<=[:[,])-?\d+(\.\d+|\.?\d*[eE][-+]?\d+)(?=[,}\]])/.exec(json)?.[0];

function same(what: string, real: unknown, model: unknown): void {
  if (real !== model) throw new Error(`${what}: the book says ${real}, the model ${model}`);
}

function compare({ book, account }: World, model: Model): void {
  same('cash', inModelMoney(account.cash.toFixed()), model.cash);
  same('positions', account.positions.size, model.positions.size);
  for (const [symbol, { qty }] of account.positions) {
    same(`position in ${symbol}`, inModelShares(qty.toFixed()), model.positions.get(symbol));
  }
  const aside = reserved(model);
  same('reserved', inModelMoney(account.reserved.toFixed()), aside.money);
  same('symbols held', account.held.size, aside.shares.size);
  for (const [symbol, held] of account.held)
    same(`held in ${symbol}`, inModelShares(held.toFixed()), aside.shares.get(symbol));
  const priceOf = (symbol: string) => quoteOf(book, symbol).last.toFixed();
  same('buying power', inModelMoney(balancesOf(book, account).buyingPower.toFixed()), buyingPower(model, priceOf));
}

function openWorld(): { world: World; model: Model; close: () => void } {
  const clock = createVirtualClock();
  const random = createSeededRandom('model');
  const book = createBook({ clock, random, behaviours: brokerBehaviours });
  const ticks = followClock(book, clock);
  const model = emptyModel();
  book.onEvent((event) => observe(model, event));
  book.emit({ type: 'account_opened', account: 'a', number: 'PA1', cash: '50000', at: clock.now() });
  return { world: { book, clock, account: book.state.accounts.get('a')! }, model, close: ticks.stop };
}

/**
 * Does what the commands say and compares with the model after each; throws on the first difference, on an error that
 * is not a refusal, where money became a float, and where a replay of the events leads elsewhere. Returns how many events there were.
 */
export function runSequence(commands: readonly Command[]): number {
  const { world, model, close } = openWorld();
  for (const command of commands) {
    try {
      run(world, command);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    compare(world, model);
  }
  close();
  const state = stateText(world.book.state);
  same('the state after a replay', stateText(replay(world.book.events)), state);
  same('a float in the state', floatIn(state), undefined);
  same('a float in the events', floatIn(JSON.stringify(world.book.events)), undefined);
  return world.book.events.length;
}
