import type { TargetContext } from '../stage/target.ts';
import type { Applies } from '../vocabulary/check.ts';
import type { Discovery } from '../vocabulary/discovery.ts';
import {
  isOfAProduct,
  isOffer,
  OFFER_NAMES,
  OFFERS,
  type Offer,
  PRODUCT_FEATURES,
  type ProductFeature,
} from '../vocabulary/features.ts';
import { isSecretMethod } from '../wire/client-secrets.ts';

/** What the target offers, from its metadata and the configuration. */
export function offersOf(discovery: Discovery | undefined, context: TargetContext): Set<Offer> {
  const doc = discovery?.authorizationServer?.doc;
  const offers = new Set<Offer>();
  if (!doc) return offers;
  const grants: unknown = doc.grant_types_supported ?? ['authorization_code'];
  offers.add('oauth');
  if (doc.registration_endpoint) offers.add('registration');
  else if (context.clients.length > 0 || context.hookIndex?.hooks.includes('keys')) offers.add('client-ids');
  const methods: unknown = doc.token_endpoint_auth_methods_supported;
  if (Array.isArray(methods) && methods.some(isSecretMethod)) offers.add('client-secrets');
  if (doc.revocation_endpoint) offers.add('revocation');
  if (Array.isArray(grants) && grants.includes('refresh_token')) offers.add('refresh');
  return offers;
}

/** Why a target need not meet an obligation or tell a story; undefined where it applies. */
export function whyNot(
  applies: Applies | undefined,
  context: TargetContext,
  offers: ReadonlySet<Offer>,
): Exemption | undefined {
  const { eras, needs } = applies ?? {};
  const outcome = 'not-applicable';
  if (eras && !eras.includes(context.era))
    return { outcome, reason: `not in ${context.era}: it speaks of ${eras.join(', ')}` };
  const lacking = needs?.filter(isOfAProduct).find((feature) => !context.profile?.features.includes(feature));
  if (lacking) return { outcome, reason: notThatProduct(context, lacking) };
  const missing = needs?.filter(isOffer).find((offer) => !offers.has(offer));
  if (!missing) return undefined;
  // Whether a Client ID is at hand is up to us, where clients cannot register themselves.
  if (missing === 'client-ids' && offers.has('oauth') && !offers.has('registration'))
    return { outcome: 'untestable', reason: 'needs a Client ID in the configuration, or the test hook “keys”' };
  const demanded = context.profile?.demands.includes(missing) ?? false;
  return { outcome: demanded ? 'violated' : outcome, reason: `the target does not offer ${OFFERS[missing]}` };
}

const notThatProduct = ({ profile }: TargetContext, feature: ProductFeature): string =>
  profile
    ? `not in profile ${profile.id}: it has no ${feature}`
    : `it speaks of a product with ${PRODUCT_FEATURES[feature]}: --profile says that the target is such a gateway`;

/** Why something was not run; *violated* where the profile demands what is missing. */
interface Exemption {
  outcome: 'not-applicable' | 'untestable' | 'violated';
  reason: string;
}

/** What the target does not offer, in words. */
export const notOffered = (offers: ReadonlySet<Offer>, context: TargetContext): string[] =>
  OFFER_NAMES.filter(
    (offer) => !offers.has(offer) && (!context.profile || context.profile.demands.includes(offer)),
  ).map((offer) => OFFERS[offer]);
