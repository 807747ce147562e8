import type { Blame } from '../conformance/run/model.ts';
import type { Finding } from './findings.ts';

/** Who has to act on findings. */
export interface Actor {
  /** For addresses: `gateway`. */
  id: Blame | 'unknown';
  name: string;
  /** In the order of all findings. */
  findings: Finding[];
}

const names: Readonly<Record<Actor['id'], string>> = {
  gateway: 'The gateway',
  'authorization-server': 'The authorization server',
  broker: 'The brokerage',
  configuration: 'The configuration',
  harness: 'openbell itself',
  unknown: 'Not clear yet who',
};

/** Findings by who must act; whoever has the first of them comes first. */
export const actorsOf = (findings: readonly Finding[]): Actor[] => {
  const actors = new Map<Actor['id'], Actor>();
  for (const finding of findings) {
    const id = finding.results.length > 0 ? (finding.lead.blame ?? 'unknown') : 'unknown';
    const actor = actors.get(id) ?? { id, name: names[id], findings: [] };
    actor.findings.push(finding);
    actors.set(id, actor);
  }
  return [...actors.values()];
};
