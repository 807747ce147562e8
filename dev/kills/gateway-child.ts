import { createRealClock } from '../../mock-broker/clock.ts';
import { createGateway } from '../../reference-server/create-gateway.ts';
import { openState } from '../../reference-server/state/libsql.ts';
import type { Shelf, State } from '../../reference-server/state/state.ts';
import type { PlatformSeed } from '../../reference-server/types.ts';

/** A gateway in a process of its own, which kills itself where a message tells it to. */
export interface ChildOptions {
  state: string;
  port: number;
  apiPort: number;
  brokerOrigin: string;
  platforms: readonly PlatformSeed[];
}

/** What the last thing is that the process has done, or has not. */
export type Death =
  | 'before the order is taken'
  | 'after the order is taken'
  | 'before the answer is kept'
  | 'after the answer is kept';

const die = () => process.kill(process.pid, 'SIGKILL');

let dies: Death | undefined;
process.on('message', (where: Death) => {
  dies = where;
  process.send!('told');
});

/** The state, whose shelf of confirmations dies around its writes. */
function mortal(state: State): State {
  const around = <T>(before: Death, after: Death, write: () => T): T => {
    if (dies === before) die();
    const result = write();
    if (dies === after) die();
    return result;
  };
  const dying = <Value>(shelf: Shelf<Value>): Shelf<Value> => ({
    ...shelf,
    replace: (key, expected, next) =>
      around('before the order is taken', 'after the order is taken', () => shelf.replace(key, expected, next)),
    set(key, value) {
      const settles = (value as { state?: string }).state === 'settled';
      if (!settles) return shelf.set(key, value);
      around('before the answer is kept', 'after the answer is kept', () => shelf.set(key, value));
    },
  });
  return {
    ...state,
    shelf: <Value>(name: string) =>
      name === 'order-confirmations' ? dying(state.shelf<Value>(name)) : state.shelf<Value>(name),
  };
}

const { state, port, apiPort, brokerOrigin, platforms }: ChildOptions = JSON.parse(process.argv[2]!);
const gateway = await createGateway({
  profile: 'minted-token',
  clock: createRealClock(),
  port,
  apiPort,
  brokerOrigin,
  upstreamClient: { clientId: 'gateway', clientSecret: 'gateway-secret' },
  mintingPlatforms: platforms,
  state: mortal(openState(state)),
  // What an order comes to whose answer was lost is asked at once, and asked again by the harness.
  settings: { callsPerMinute: 1e6, tradeCallsPerMinute: 1e6, settleSeconds: 0 },
});
process.stdout.write(`${JSON.stringify({ origin: gateway.origin, apiOrigin: gateway.apiOrigin })}\n`);
