import type { Clock } from './clock.ts';

/** The closed list of what can go wrong at this brokerage. */
export const faultKinds = [
  'accept_then_drop',
  'drop_before_accept',
  'timeout',
  'server_error',
  'rate_limited',
  'event_lost',
  'malformed_json',
  'ok_with_error',
  'slow',
  'duplicate_delivery',
  'lag',
  'stuck_pending_cancel',
  'cancel_of_filled_is_204',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultOrder {
  kind: FaultKind;
  /** Only requests with this method. */
  method?: string | undefined;
  /** Only requests whose path has this in it. */
  path?: string | undefined;
  /** Only requests of this user: an id or an email address. */
  user?: string | undefined;
  /** How many requests it strikes; 1 unless told, or unless `for_seconds` is given. */
  times?: number | undefined;
  /** Strikes every matching request for this long on the broker's clock. */
  for_seconds?: number | undefined;
  /** How late `slow` answers, when `timeout` hangs up, how far `lag` is behind. */
  seconds?: number | undefined;
  /** The status of a `server_error`: 500 to 504. */
  status?: number | undefined;
  /** Whether the request takes effect before a `timeout`. */
  accept?: boolean | undefined;
}

export interface Fault extends FaultOrder {
  id: number;
  /** How many more requests it strikes; null while its span lasts. */
  left: number | null;
  /** Milliseconds since the epoch. */
  until: number | null;
}

export interface Struck {
  method: string;
  path: string;
  user: string;
}

export interface Faults {
  order(order: FaultOrder): Fault;
  list(): Fault[];
  remove(id: number): boolean;
  /** The oldest fault of one of these kinds that strikes the request; counts it. */
  take(kinds: readonly FaultKind[], request: Struck): Fault | undefined;
  reset(): void;
}

/** Faults ordered for coming requests. `userId` finds the id of a user who is named by email address. */
export function createFaults(clock: Clock, userId: (named: string) => string = (named) => named): Faults {
  let faults: Fault[] = [];
  let last = 0;
  const live = () => {
    faults = faults.filter((one) => one.left !== 0 && (one.until === null || clock.now() < one.until));
    return faults;
  };
  const strikes = (fault: Fault, request: Struck) =>
    (fault.method === undefined || fault.method.toUpperCase() === request.method) &&
    (fault.path === undefined || request.path.includes(fault.path)) &&
    (fault.user === undefined || userId(fault.user) === request.user);
  return {
    order(order) {
      const until = order.for_seconds === undefined ? null : clock.now() + order.for_seconds * 1000;
      const left = order.times ?? (until === null ? 1 : null);
      last += 1;
      const fault = { ...order, id: last, left, until };
      faults.push(fault);
      return fault;
    },
    list: () => [...live()],
    remove(id) {
      const before = live().length;
      faults = faults.filter((one) => one.id !== id);
      return faults.length < before;
    },
    take(kinds, request) {
      if (faults.length === 0) return undefined;
      const fault = live().find((one) => kinds.includes(one.kind) && strikes(one, request));
      if (fault?.left) fault.left -= 1;
      return fault;
    },
    reset() {
      faults = [];
    },
  };
}
