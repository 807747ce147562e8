import type { Hooks } from '../vocabulary/test-hooks.ts';

/**
 * The hooks of a check that others may run beside. What all stand on, and whoever lent them a connection, is left alone: a
 * gateway would be blamed for what one check did to another. Such a check is a mistake of ours, and an error says so.
 */
export function besideOthers(hooks: Hooks, isLent: (who: string) => boolean): Hooks {
  const alone = (what: string) => () => {
    throw new Error(`a check that ${what} is graded alone: its lane is exclusive`);
  };
  const assertOwn = (who: string): void => {
    if (isLent(who)) throw new Error('somebody whose connection is lent to others is neither changed nor counted');
  };
  /** A hook whose argument at this place says whom, or whose key, it is about. */
  const ofItsOwn =
    <Given extends unknown[], T>(place: number, ask: (...given: Given) => T) =>
    (...given: Given): T => {
      assertOwn(String(given[place]));
      return ask(...given);
    };
  return {
    ...hooks,
    reset: alone('sets the target back'),
    forceMarket: alone('opens or closes the market'),
    quote: alone('moves a price'),
    changeOffer: alone('changes what is offered'),
    advance: hooks.has('clock') ? alone('moves the clock') : hooks.advance,
    changeUser: ofItsOwn(0, hooks.changeUser),
    changeKey: ofItsOwn(0, hooks.changeKey),
    deleteKey: ofItsOwn(0, hooks.deleteKey),
    journal: ofItsOwn(0, hooks.journal),
    closeConnections: ofItsOwn(0, hooks.closeConnections),
    changeConnection: ofItsOwn(1, hooks.changeConnection),
    orderFault(fault) {
      assertOwn(fault.user);
      return hooks.orderFault(fault);
    },
    setAccounts(accounts) {
      for (const { user_id, access } of accounts) if (!access) assertOwn(user_id);
      return hooks.setAccounts(accounts);
    },
  };
}
