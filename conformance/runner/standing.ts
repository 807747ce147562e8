import { clauseIn } from '../clauses/clauses.ts';
import type { Level } from '../run/model.ts';
import type { Obligation } from '../vocabulary/check.ts';
import type { Era } from '../vocabulary/era.ts';
import type { Basis } from '../vocabulary/verdict.ts';

/** How much a check weighs: from its first clause, in the era where it is graded. */
export interface Standing {
  level: Level;
  basis: Basis;
  /** What a finding on a weak basis says of itself. */
  caveat?: string;
}

const caveats: Partial<Record<Basis, string>> = {
  'no-keyword':
    'The document states this without an upper-case keyword; its level is our judgement, so it counts as a warning.',
  implied: 'The document only implies this, so it counts as a warning.',
  memory: 'The text of the document was not at hand when this clause was written down, so it counts as a warning.',
};

const isGuideRow = (id: string): boolean => /^(AR|CT|CN|CE)-/.test(id);

const levelOf = (level: string): Level =>
  /SHOULD|RECOMMENDED/.test(level) ? 'SHOULD' : level === 'MAY' ? 'MAY' : 'MUST';

/** The level and basis in force. What the guide of a product states is a fact of its profile. */
export function standingOf({ clauses, weakBecause }: Pick<Obligation, 'clauses' | 'weakBecause'>, era?: Era): Standing {
  const [first] = clauses;
  const clause = isGuideRow(first) ? undefined : clauseIn(first, era);
  const stated = isGuideRow(first) ? 'declarative' : (clause?.basis ?? 'memory');
  const basis = weakBecause && !caveats[stated] ? 'implied' : stated;
  const caveat = caveats[basis];
  return { level: levelOf(clause?.level ?? 'MUST'), basis, ...(caveat ? { caveat } : {}) };
}
