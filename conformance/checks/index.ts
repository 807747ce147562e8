import files from 'openbell:checks';
import type { Check } from '../vocabulary/check.ts';

/** Every check, in the order of their ids. */
export const checks: readonly Check[] = files.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
