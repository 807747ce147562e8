import { lookAt, type Scene } from '../observers/sights.ts';
import type { Exchange } from '../run/model.ts';
import { mintingUrl } from '../stage/minting.ts';
import { originalOf } from '../stage/shown-to.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Check } from '../vocabulary/check.ts';
import type { Answerer, Breach, Kind, Observation, Observed, Sight } from '../vocabulary/observation.ts';
import type { Recorder } from '../wire/recorder.ts';

/** What one observer saw in the exchanges of one check or journey. */
export interface Tally {
  /** Exchanges of its kind. */
  seen: number;
  breaches: number;
  /** Where openbell itself failed over one. */
  trouble?: string;
  first?: Breach & { by: Answerer; exchange: Exchange; recorder: Recorder };
}

/** By the id of the observer. */
export type Tallies = ReadonlyMap<string, Tally>;

const originOf = (url: unknown): string | undefined =>
  typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined;

/** Whose answers count, and what is known of them by now. */
export async function sceneOf(target: TargetContext): Promise<Scene> {
  const doc = (await target.discovery)?.found?.authorizationServer?.doc;
  const endpoints = Object.entries(doc ?? {}).filter(([name]) => name === 'issuer' || name.endsWith('_endpoint'));
  const own = new Set([target.mcpUrl, mintingUrl(target), ...endpoints.map(([, url]) => url)].map(originOf));
  const brokerage = (target.hookIndex?.brokerage ?? target.survey.brokerage)?.origin;
  const hooks = [target.hookAccess?.url, target.hookIndex?.brokerage?.hooks?.url].filter(
    (place) => place !== undefined,
  );
  const announcesIss = doc?.authorization_response_iss_parameter_supported === true;
  return {
    about: {
      era: target.era,
      mcpUrl: target.mcpUrl,
      issuer: typeof doc?.issuer === 'string' ? { issuer: doc.issuer, announcesIss } : undefined,
    },
    answererOf: ({ origin }) => (origin === brokerage ? 'broker' : own.has(origin) ? 'gateway' : undefined),
    isHook: (url) => hooks.some((place) => url.startsWith(place)),
  };
}

/** A stranger may send what nobody thought of: the observer is in error then, and nothing else is. */
function judged(observes: Observation, sight: Sight<Kind>, tally: Tally): Observed {
  try {
    return observes.judge(sight);
  } catch (error) {
    tally.trouble ??= `openbell itself failed: ${error instanceof Error ? error.message : String(error)}`;
    return undefined;
  }
}

/** Whoever looks on at a target, by the kind of what they look at. */
export interface Lookout {
  /** Judges what one check or journey exchanged, before anything of it is cut or redacted. */
  watch(recorder: Recorder, target: TargetContext): Promise<Tallies>;
}

/** Makes the observers among the checks of all targets ready; nothing is loaded where there are none. */
export async function createLookout(checks: readonly Check[]): Promise<Lookout> {
  const byKind = new Map<Kind, { id: string; observes: Observation }[]>();
  // Targets have most of them in common: what one saw twice would count twice.
  for (const { id, observes } of new Set(checks)) {
    if (!observes) continue;
    byKind.set(observes.kind, [...(byKind.get(observes.kind) ?? []), { id, observes }]);
    await observes.load?.();
  }
  /** What several checks judge stands in the record of each, and counts once. */
  const shown = new WeakSet<Exchange>();
  return {
    async watch(recorder, target) {
      const tallies = new Map<string, Tally>();
      if (byKind.size === 0 || recorder.exchanges.length === 0) return tallies;
      const known = new Set(recorder.exchanges.filter((one) => shown.has(originalOf(one))));
      for (const one of recorder.exchanges) shown.add(originalOf(one));
      lookAt(recorder.exchanges, await sceneOf(target), (kind, by, sight) => {
        if (known.has(sight.exchange)) return;
        for (const { id, observes } of byKind.get(kind) ?? []) {
          if (!(observes.of ?? ['gateway']).includes(by)) continue;
          const tally = tallies.get(id) ?? { seen: 0, breaches: 0 };
          const said = judged(observes, sight as unknown as Sight<Kind>, tally);
          if (!said && !tally.trouble) continue;
          tallies.set(id, tally);
          if (!said) continue;
          tally.seen++;
          if (said === 'well') continue;
          tally.breaches++;
          tally.first ??= { ...said, by, exchange: sight.exchange, recorder };
        }
      });
      return tallies;
    },
  };
}
