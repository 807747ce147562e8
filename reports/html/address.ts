import { targetNamesOf } from '../../conformance/run/identity.ts';
import type { Run } from '../../conformance/run/model.ts';
import { columnsOf } from '../results.ts';

type Place = { target: number; era: string };

/**
 * What stands behind the `@` of an address: "static-client-2026-07-28", so that it leads to the same result in the next run,
 * wherever its target stands there. Two that would be alike are numbered.
 */
export const addressesOf = (run: Run): ((place: Place) => string) => {
  const nameOf = targetNamesOf([run]);
  const taken = new Map<string, string>();
  for (const { target, era } of columnsOf(run)) {
    const name = nameOf(run.targets[target]!);
    const plain = `${name === 'none' ? '' : `${name}-`}${era}`.replace(/[^\w.-]+/g, '-');
    let free = plain;
    for (let n = 2; taken.has(free); n++) free = `${plain}~${n}`;
    taken.set(free, oldAddress({ target, era }));
  }
  const byPlace = new Map([...taken].map(([address, place]) => [place, address]));
  return (place) => byPlace.get(oldAddress(place)) ?? oldAddress(place);
};

/** As addresses were before: they still lead there. */
export const oldAddress = ({ target, era }: Place): string => `${target}-${era}`;
