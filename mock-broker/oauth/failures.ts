/** How long a wrong password counts, in milliseconds. */
export const failureWindow = 5 * 60_000;

/** Instants of wrong passwords, by whom they were tried for and from where. */
export type Failures = Map<string, number[]>;

export const recentFailures = (failures: Failures, place: string, now: number): number[] =>
  (failures.get(place) ?? []).filter((at) => now - at < failureWindow);

/** Notes one more. At most `limit` places are remembered. */
export function noteFailure(failures: Failures, place: string, now: number, limit = 10_000): void {
  const recent = recentFailures(failures, place, now);
  if (!failures.has(place) && failures.size >= limit) makeRoom(failures, now);
  failures.set(place, [...recent, now]);
}

/** What is over goes first, then the place that was tried least: made-up addresses do not free one that is locked out. */
function makeRoom(failures: Failures, now: number): void {
  const size = failures.size;
  for (const place of failures.keys()) if (recentFailures(failures, place, now).length === 0) failures.delete(place);
  if (failures.size < size) return;
  let [least, fewest] = ['', Number.POSITIVE_INFINITY];
  for (const [place, { length }] of failures) if (length < fewest) [least, fewest] = [place, length];
  failures.delete(least);
}
