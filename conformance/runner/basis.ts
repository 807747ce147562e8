import { findClause } from '../clauses/clauses.ts';
import type { Basis } from '../vocabulary/verdict.ts';

/** From firm to weak; what a guide of a product states is a fact of its profile. */
const order: readonly Basis[] = ['keyword', 'declarative', 'by-reference', 'no-keyword', 'implied', 'memory'];

const caveats: Partial<Record<Basis, string>> = {
  'no-keyword':
    'The document states this without an upper-case keyword; its level is our judgement, so it counts as a warning.',
  implied: 'The document only implies this, so it counts as a warning.',
  memory: 'The text of the document was not at hand when this clause was written down, so it counts as a warning.',
};

const isGuideRow = (id: string): boolean => /^(AR|CT|CN|CE)-/.test(id);

/** The firmest basis among the clauses that a check cites, with the caveat that a finding on it carries. */
export function basisOf(clauses: readonly string[]): { basis: Basis; caveat?: string } {
  const found = clauses.map((id): Basis => {
    if (isGuideRow(id)) return 'declarative';
    const clause = findClause(id);
    if (!clause) return 'memory';
    if (clause.source === 'memory') return 'memory';
    return (clause.derived as Basis | undefined) ?? (clause.basis as Basis | undefined) ?? 'keyword';
  });
  const basis = order.find((one) => found.includes(one)) ?? 'memory';
  const caveat = caveats[basis];
  return caveat ? { basis, caveat } : { basis };
}
