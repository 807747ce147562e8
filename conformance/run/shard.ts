import type { Shard } from './model.ts';

/** Something to grade, and how long it took when it was graded before. */
export interface Weighed {
  id: string;
  ms?: number | undefined;
}

/** What the unknown is taken for, in milliseconds: about what a check takes. */
const USUAL = 20;

/**
 * The ids of one shard, in the order given. Whatever takes longest goes first to the shard with the least to do: the
 * same ids and times give the same shards on every machine.
 */
export function shardOf(all: readonly Weighed[], { index, of }: Pick<Shard, 'index' | 'of'>): string[] {
  const loads = Array.from({ length: of }, () => 0);
  const homes = new Map<string, number>();
  const weight = ({ ms = USUAL }: Weighed) => Math.max(ms, 1);
  for (const one of all.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1))) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least]! += weight(one);
    homes.set(one.id, least);
  }
  return all.map(({ id }) => id).filter((id) => homes.get(id) === index - 1);
}

/** Which of the shards are not among these; empty where none of them is a shard. */
export function missingShards(shards: readonly Pick<Shard, 'index' | 'of'>[]): number[] {
  const of = Math.max(0, ...shards.map((shard) => shard.of));
  return Array.from({ length: of }, (_, n) => n + 1).filter((n) => !shards.some(({ index }) => index === n));
}
