/** All that the tests of this folder use, in one module: `dev/bundle.mjs` says why. */
export { checks } from '../../conformance/checks/index.ts';
export { packageRoot } from '../../conformance/files/package-root.ts';
export { PROFILES, type ProfileId } from '../../conformance/profiles/index.ts';
export type { Run } from '../../conformance/run/model.ts';
export { ordersOf } from '../../conformance/runner/journey-needs.ts';
export { run } from '../../conformance/runner/run.ts';
export { loadScenarios } from '../../conformance/scenarios/load.ts';
export { isShown } from '../../conformance/stack/mutant-catalogue.ts';
export { rounds } from '../../conformance/variations/index.ts';
export { type Era, GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
export type { Mutant } from '../../conformance/vocabulary/mutant.ts';
export type { Profile } from '../../conformance/vocabulary/profile.ts';
export type { Variation } from '../../conformance/vocabulary/variation.ts';
export { clientsWithSecrets, type Sin } from '../testing/clients-with-secrets.ts';
export { smallDoor } from '../testing/small-door.ts';
export { type Attempt, isProof, told, tryClaims } from './claims.ts';
export {
  ALL_PROFILES,
  type Catalogue,
  gradeStack,
  isFine,
  isViolated,
  type Subject,
  subjects,
  verdictsOf,
} from './prove.ts';
export { variationPage, withoutVariations } from './variation-rows.ts';
export { type Shown, showAll } from './variations.ts';
