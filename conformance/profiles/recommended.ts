import type { Offer } from '../vocabulary/features.ts';

/** What specifications recommend beside the usual ways in, and no modelled product has. */
export const recommended: readonly Offer[] = [
  'metadata-documents',
  'managed-registrations',
  'client-assertions',
  'introspection',
  'proof-of-possession',
];
