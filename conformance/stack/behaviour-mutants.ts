import { isDeepStrictEqual } from 'node:util';
import { type BrokerBehaviours, brokerBehaviours } from '../../mock-broker/behaviours.ts';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import { type GatewayBehaviours, gatewayBehaviours } from '../../reference-server/behaviours.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import type { Variation } from '../vocabulary/variation.ts';
import { marksBy, marksGrowth, marksWhatHolds } from './marks.ts';

/** Whether a mutant was put to work: a proof needs both counts above zero. */
export interface MutantCount {
  name: string;
  /** How often the replaced behaviour was asked, or the rewriting saw a response. */
  reached: number;
  /** How often the answer was another than the original's would have been. */
  differed: number;
}

type Decision = (...args: unknown[]) => unknown;
type Rewrite = (response: EdgeResponse) => EdgeResponse;

/** What mutants come to as options of the two servers. */
export interface MutatedOptions {
  gateway: { behaviours: Partial<GatewayBehaviours>; rewrite?: Rewrite };
  broker: { behaviours: Partial<BrokerBehaviours>; rewrite?: Rewrite };
  counts: MutantCount[];
}

/**
 * Routes each mutant to the server that owns what it replaces, wrapped so that its effect is counted. Variations go the
 * same way, and each answer that one of them changed carries its mark.
 */
export function mutate(mutants: readonly Mutant[], variations: readonly Variation[] = []): MutatedOptions {
  const gateway: Record<string, Decision> = {};
  const broker: Record<string, Decision> = {};
  const rewrites: Record<'gateway' | 'broker', Rewrite[]> = { gateway: [], broker: [] };
  const route = (mutant: Mutant): MutantCount => {
    const count: MutantCount = { name: mutant.name, reached: 0, differed: 0 };
    for (const [key, replacement] of Object.entries(mutant.replaces ?? {})) {
      const owner = Object.hasOwn(gatewayBehaviours, key) ? gateway : broker;
      if (owner[key])
        throw new UsageError(`mutant “${mutant.name}” replaces “${key}”, which another one here replaces too`);
      owner[key] = counted(originalOf(key, mutant.name), replacement as Decision, count);
    }
    return count;
  };
  const counts = mutants.map((mutant) => {
    const count = route(mutant);
    if (mutant.rewrites) rewrites[mutant.rewrites.at].push(countedRewrite(mutant.rewrites.response, count));
    return count;
  });
  for (const { appends, ...variation } of variations) {
    const { rewrites: own, name } = variation;
    const count = route(variation);
    if (own) rewrites[own.at].push(marksBy(name, own.response));
    if (variation.replaces) for (const list of Object.values(rewrites)) list.push(marksGrowth(name, count));
    if (appends) rewrites.gateway.push(marksWhatHolds(name, appends));
  }
  return {
    gateway: { behaviours: gateway as Partial<GatewayBehaviours>, ...rewriteOption(rewrites.gateway) },
    broker: { behaviours: broker as Partial<BrokerBehaviours>, ...rewriteOption(rewrites.broker) },
    counts,
  };
}

function originalOf(key: string, mutant: string): Decision {
  const records: Record<string, unknown> = { ...gatewayBehaviours, ...brokerBehaviours };
  const original = Object.hasOwn(records, key) ? records[key] : undefined;
  if (typeof original === 'function') return original as Decision;
  throw new UsageError(
    `mutant “${mutant}” replaces “${key}”, which is no behaviour${didYouMean(key, Object.keys(records))}`,
  );
}

function counted(original: Decision, replacement: Decision, count: MutantCount): Decision {
  return (...args) => {
    const answer = replacement(...args);
    count.reached += 1;
    if (!isDeepStrictEqual(answer, original(...args))) count.differed += 1;
    return answer;
  };
}

function countedRewrite(rewrite: Rewrite, count: MutantCount): Rewrite {
  return (response) => {
    // A rewriting may change what it is given, so it works on a copy and the original stays for the comparison.
    const answer = rewrite(structuredClone(response));
    count.reached += 1;
    if (!isDeepStrictEqual(answer, response)) count.differed += 1;
    return answer;
  };
}

const rewriteOption = (rewrites: Rewrite[]): { rewrite?: Rewrite } =>
  rewrites.length === 0 ? {} : { rewrite: (response) => rewrites.reduce((seen, rewrite) => rewrite(seen), response) };
