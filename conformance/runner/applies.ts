import type { TargetContext } from '../stage/target.ts';
import type { Applies, Check } from '../vocabulary/check.ts';
import {
  isOfAProduct,
  isOffer,
  NOTED_OFFERS,
  OFFERS,
  PRODUCT_FEATURES,
  type ProductFeature,
} from '../vocabulary/features.ts';
import type { Finding } from './judge.ts';

/** Why something was not run; *violated* where the profile demands what is missing. */
interface Exemption {
  outcome: 'not-applicable' | 'untestable' | 'violated';
  reason: string;
}

/**
 * Why a target need not meet an obligation or tell a story; undefined where it applies, or where nobody knows. What is
 * graded once for a URL has nothing to do with the revision that is spoken there.
 */
export function whyNot(
  applies: Applies | undefined,
  context: TargetContext,
  per: Check['per'] = 'era',
): Exemption | undefined {
  const { era, profile, survey } = context;
  const { eras } = applies ?? {};
  const needs = [...(applies?.needs ?? []), ...(applies?.needsIn?.[era] ?? [])];
  const outcome = 'not-applicable';
  if (per !== 'url' && survey.eras && !survey.eras.includes(era))
    return { outcome, reason: `the target does not speak ${era}: it speaks ${survey.eras.join(', ')}` };
  if (eras && !eras.includes(era)) return { outcome, reason: `not in ${era}: it speaks of ${eras.join(', ')}` };
  const lacking = needs.filter(isOfAProduct).find((feature) => !profile?.features.includes(feature));
  if (lacking) return { outcome, reason: notThatProduct(context, lacking) };
  const missing = needs.filter(isOffer).find((offer) => survey.lacks.has(offer));
  if (!missing) return undefined;
  const demanded = profile?.demands.includes(missing) ?? false;
  return { outcome: demanded ? 'violated' : outcome, reason: survey.lacks.get(missing)! };
}

/** A rule of some revisions says nothing of a target of which nobody knows which it speaks. */
export function unlessRevisionIsUnknown(found: Finding, applies: Applies | undefined, context: TargetContext): Finding {
  const isKnown = !context.eraIsAGuess || context.survey.eras !== undefined;
  if (found.outcome !== 'violated' || !applies?.eras || isKnown) return found;
  return { outcome: 'untestable', reason: 'needs a token to see which revisions of MCP are spoken', missing: 'user' };
}

const notThatProduct = ({ profile }: TargetContext, feature: ProductFeature): string =>
  profile
    ? `not in profile ${profile.id}: it has no ${feature}`
    : `it speaks of a product with ${PRODUCT_FEATURES[feature]}: --profile says that the target is such a gateway`;

/** What the target does not offer, in words: where clients register themselves nobody misses Client IDs. */
export const notOffered = ({ profile, survey: { lacks } }: TargetContext): string[] =>
  NOTED_OFFERS.filter((offer) => {
    if (!lacks.has(offer) || (lacks.has('oauth') && offer !== 'oauth')) return false;
    return profile ? profile.demands.includes(offer) : offer !== 'client-ids' || lacks.has('registration');
  }).map((offer) => OFFERS[offer]);
