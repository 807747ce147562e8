/** Where a brokerage keeps what must outlive it. Each call has done its work when it returns. */
export interface BrokerState {
  shelf<Value>(name: string): {
    get(key: string): Value | undefined;
    set(key: string, value: Value): void;
    delete(key: string): void;
    entries(): [string, Value][];
  };
}

/** A secret of the brokerage that is the same after each start, where there is a state. */
export function keptSecret(state: BrokerState | undefined, name: string, make: () => string): string {
  const shelf = state?.shelf<string>('secrets');
  const kept = shelf?.get(name);
  if (kept !== undefined) return kept;
  const secret = make();
  shelf?.set(name, secret);
  return secret;
}
